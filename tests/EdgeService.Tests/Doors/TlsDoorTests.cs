using System.Net.Security;
using System.Net.Sockets;
using System.Runtime.Versioning;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeService.Doors;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;

namespace EdgeService.Tests.Doors;

[UnsupportedOSPlatform("windows")]
public sealed class TlsDoorTests : IAsyncLifetime
{
    private EdgeHost _host = null!;

    public static TheoryData<TlsCipherSuite> Weak =>
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8,
    ];

    public static TheoryData<TlsCipherSuite> Modern =>
    [
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
        TlsCipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    ];

    public async Task InitializeAsync() => _host = await EdgeHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Tls_1_3_is_spoken_with_who_can()
    {
        using var stream = await HandshakeAsync(SslProtocols.None, null);
        Assert.Equal((SslProtocols.Tls13, SslApplicationProtocol.Http2), (stream.SslProtocol, stream.NegotiatedApplicationProtocol));
    }

    [Theory]
    [MemberData(nameof(Modern))]
    public async Task Tls_1_2_is_spoken_in_modern_suites(TlsCipherSuite suite)
    {
        using var stream = await HandshakeAsync(SslProtocols.Tls12, suite);
        Assert.Equal((SslProtocols.Tls12, suite), (stream.SslProtocol, stream.NegotiatedCipherSuite));
    }

    [Theory]
    [MemberData(nameof(Weak))]
    public async Task Tls_1_2_is_not_spoken_in_weak_suites(TlsCipherSuite suite) =>
        await Assert.ThrowsAnyAsync<Exception>(() => HandshakeAsync(SslProtocols.Tls12, suite));

    [FactNeeds("openssl")]
    public async Task Older_protocols_are_refused()
    {
        Assert.Contains("New, TLSv1.2", await OpenSslAsync("-tls1_2"), StringComparison.Ordinal);
        foreach (var old in new[] { "-tls1_1", "-tls1" })
            Assert.DoesNotContain("New, TLS", await OpenSslAsync(old), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http/1.1")]
    [InlineData(null)]
    public async Task Http_1_1_is_not_served(string? offered)
    {
        try
        {
            using var stream = await HandshakeAsync(SslProtocols.None, null, offered);
            await stream.WriteAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            var answer = new byte[1024];
            var read = await stream.ReadAsync(answer);
            Assert.DoesNotContain("HTTP/1.1 200", Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
            if (read > 0)
                Assert.StartsWith("HTTP/1.1 400", Encoding.ASCII.GetString(answer, 0, read), StringComparison.Ordinal);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            // Refused in the handshake, which is as good.
        }
    }

    [Fact]
    public void Suites_taken_have_forward_secrecy_and_authenticated_encryption() => Assert.All(
        TlsRules.Suites!.AllowedCipherSuites.Select(suite => suite.ToString()),
        suite => Assert.Matches("^TLS_(ECDHE_(ECDSA|RSA)_WITH_)?(AES_(128|256)_GCM|CHACHA20_POLY1305)_SHA(256|384)$", suite));

    private async Task<SslStream> HandshakeAsync(SslProtocols protocols, TlsCipherSuite? suite, string? offered = "h2")
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", _host.Doors.Tls.Port);
        var stream = new SslStream(client.GetStream());
        var certificate = X509Certificate2.CreateFromPemFile(Pki("bike-dock.pem"), Pki("bike-dock.key"));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            EnabledSslProtocols = protocols,
            ApplicationProtocols = offered is null ? null : [new SslApplicationProtocol(offered)],
            CipherSuitesPolicy = suite is { } only ? new CipherSuitesPolicy([only]) : null,
            LocalCertificateSelectionCallback = (_, _, _, _, _) => certificate,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
        });
        return stream;
    }

    /// <summary>What OpenSSL says of a handshake for which it lowers its own demands.</summary>
    private Task<string> OpenSslAsync(string protocol) => OutsideProgram.RunAsync(
        "/bin/sh", "-c", $"openssl s_client -connect localhost:{_host.Doors.Tls.Port} {protocol} -cipher ALL:@SECLEVEL=0 -alpn h2 -cert {Pki("bike-dock.pem")} -key {Pki("bike-dock.key")} </dev/null 2>&1 || true");

    private string Pki(string file) => Path.Combine(_host.Home, "pki", file);
}
