using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using EdgeService.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;

namespace EdgeService.Tests.Doors.Web;

/// <summary>Connections at the browsers' door: who may open one, and what ends it.</summary>
public sealed class WebConnectionTests
{
    [Theory]
    [InlineData("http/1.1", "http/1.1")]
    [InlineData("h2", "h2")]
    [InlineData("h2,http/1.1", "h2")]
    [InlineData(null, "")]
    public async Task Both_versions_are_spoken(string? offered, string chosen)
    {
        await using var host = await EdgeHost.StartAsync();
        using var stream = await HandshakeAsync(host, "bike-dock", offered);
        Assert.Equal(chosen, stream.NegotiatedApplicationProtocol.ToString());
    }

    [Fact]
    public async Task Nobody_enters_without_a_certificate()
    {
        await using var host = await EdgeHost.StartAsync();
        Assert.Equal("", await AnswerAsync(host, null, "http/1.1", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }

    [Theory]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\nHost: localhost\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\nxx")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("garbage\r\n\r\n")]
    public async Task What_is_no_request_is_refused_and_the_connection_ended(string sent)
    {
        await using var host = await EdgeHost.StartAsync();
        foreach (var offered in new[] { "http/1.1", null })
        {
            var answer = await AnswerAsync(host, "bike-dock", offered, sent);
            Assert.DoesNotContain("HTTP/1.1 2", answer, StringComparison.Ordinal);
            if (answer.Length > 0)
                Assert.Matches("^HTTP/1.1 (4|505)", answer);
        }
    }

    [Fact]
    public async Task Request_line_or_headers_without_end_are_refused()
    {
        await using var host = await EdgeHost.StartAsync();
        var answer = await AnswerAsync(host, "bike-dock", "http/1.1", "GET /" + new string('x', 20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Matches("^(HTTP/1.1 414.*)?$", answer.Split('\r')[0]);
        var headers = string.Concat(Enumerable.Range(0, 100).Select(number => $"x-{number}: y\r\n"));
        Assert.Matches("^(HTTP/1.1 431.*)?$", (await AnswerAsync(host, "bike-dock", "http/1.1", $"GET / HTTP/1.1\r\nHost: a\r\n{headers}\r\n")).Split('\r')[0]);
    }

    [Fact]
    public async Task One_connection_too_many_of_one_caller_hears_why()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Doors:ConnectionsPerCaller=1");
        using var first = await HandshakeAsync(host, "bike-dock", "http/1.1");
        await first.WriteAsync("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray());
        Assert.True(await first.ReadAsync(new byte[64]) > 0);
        var answer = await AnswerAsync(host, "bike-dock", "http/1.1", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 503", answer, StringComparison.Ordinal);
        Assert.Contains("too many connections", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_floods_with_requests_beyond_its_pace_is_shut_out()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Doors:CallBurst=100", "--Edge:Doors:CallsPerSecond=1");
        using var stream = await HandshakeAsync(host, "bike-dock", "http/1.1");
        var flood = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /x HTTP/1.1\r\nHost: localhost\r\n\r\n", 200)));
        var reading = ReadAllAsync(stream, TimeSpan.FromMinutes(1));
        try
        {
            while (!reading.IsCompleted)
                await stream.WriteAsync(flood);
        }
        catch (IOException)
        {
            // Ended while we were sending.
        }

        Assert.Matches("^HTTP/1.1 404(?s:.*)HTTP/1.1 429", await reading.WaitAsync(TimeSpan.FromMinutes(1)));
        var answer = await AnswerAsync(host, "bike-dock", "http/1.1", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        Assert.Contains("shut out", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slow_body_is_ended_and_gives_its_place_back()
    {
        await using var host = await TrialWork.HostAsync((request, _) => Task.FromResult(request), "--Edge:Doors:MaxCalls=1");
        var head = "POST /perks.edge.v1.TrialService/Unary HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/grpc-web\r\nContent-Length: 100\r\n\r\n";
        var answer = await AnswerAsync(host, "bike-dock", "http/1.1", head + "\0\0\0");
        Assert.Contains("grpc-status: 4", answer, StringComparison.OrdinalIgnoreCase); // The deadline is sooner than the slowest body.
        using var caller = new WebCaller(host, version: "1.1");
        Assert.Equal("0", (await caller.CallAsync("/perks.edge.v1.TrialService/Unary", new StringValue())).Status);
    }

    [Theory]
    [InlineData("POST /perks.edge.v1.TrialService/Unary HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/grpc-web\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")]
    [InlineData("POST /perks.edge.v1.TrialService/Unary HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/grpc-web-text\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nAAAAA\r\n0\r\n\r\n")]
    public async Task Broken_body_gives_its_place_back(string sent)
    {
        await using var host = await TrialWork.HostAsync((request, _) => Task.FromResult(request), "--Edge:Doors:MaxCalls=1");
        for (var i = 0; i < 3; i++)
            Assert.Matches("(?i)grpc-status: ?3", await AnswerAsync(host, "bike-dock", "http/1.1", sent));
        using var caller = new WebCaller(host, version: "1.1");
        Assert.Equal("0", (await caller.CallAsync("/perks.edge.v1.TrialService/Unary", new StringValue())).Status);
    }

    private static async Task<SslStream> HandshakeAsync(EdgeHost host, string? name, string? offered)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", host.Doors.Web!.Port);
        var stream = new SslStream(client.GetStream());
        var certificate = name is null ? null : X509Certificate2.CreateFromPemFile(Path.Combine(host.Home, "pki", name + ".pem"), Path.Combine(host.Home, "pki", name + ".key"));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            ApplicationProtocols = offered is null ? null : [.. offered.Split(',').Select(protocol => new SslApplicationProtocol(protocol))],
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
            RemoteCertificateValidationCallback = (_, shown, _, _) => shown is not null,
        });
        return stream;
    }

    /// <summary>What comes back until the door closes, or is silent for some seconds.</summary>
    private static async Task<string> AnswerAsync(EdgeHost host, string? name, string? offered, string sent)
    {
        try
        {
            using var stream = await HandshakeAsync(host, name, offered);
            await stream.WriteAsync(Encoding.Latin1.GetBytes(sent));
            return await ReadAllAsync(stream, TimeSpan.FromSeconds(4));
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return "";
        }
    }

    private static async Task<string> ReadAllAsync(SslStream stream, TimeSpan most)
    {
        var heard = new StringBuilder();
        var buffer = new byte[16_384];
        using var patience = new CancellationTokenSource(most);
        try
        {
            while (await stream.ReadAsync(buffer, patience.Token) is var read && read > 0)
                heard.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // What was said before counts.
        }

        return heard.ToString();
    }
}
