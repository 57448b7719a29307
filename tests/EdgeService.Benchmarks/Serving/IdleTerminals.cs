using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Tests.Doors.Hostile;

namespace EdgeService.Benchmarks.Serving;

/// <summary>Terminals that have connected, each with TLS, a certificate and HTTP/2, and ask nothing.</summary>
internal sealed class IdleTerminals : IAsyncDisposable
{
    private const int AtOnce = 8;
    private readonly List<SslStream> _connections = [];

    private IdleTerminals()
    {
    }

    /// <summary>Connects so many; every one has the server's settings when this returns.</summary>
    public static async Task<IdleTerminals> ConnectAsync(Uri door, string pki, string terminal, int count)
    {
        var terminals = new IdleTerminals();
        using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(pki, terminal + ".pem"), Path.Combine(pki, terminal + ".key"));
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = door.Host,
            ApplicationProtocols = [SslApplicationProtocol.Http2],
            EnabledSslProtocols = SslProtocols.Tls13,
            ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null),
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(Path.Combine(pki, "ca.pem")) },
                RevocationMode = X509RevocationMode.NoCheck,
            },
        };
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (_, cancellation) =>
        {
            var connection = await ConnectAsync(door, options, cancellation);
            lock (terminals._connections)
                terminals._connections.Add(connection);
        });
        return terminals;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections)
            await connection.DisposeAsync();
    }

    private static async Task<SslStream> ConnectAsync(Uri door, SslClientAuthenticationOptions options, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(door.Host, door.Port, cancellation);
        var connection = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await connection.AuthenticateAsClientAsync(options, cancellation);
        await connection.WriteAsync((byte[])[.. Frame.Preface, .. Frame.Of(Frame.Settings, 0, 0)], cancellation);
        await connection.ReadExactlyAsync(new byte[Frame.HeadBytes], cancellation);
        return connection;
    }
}
