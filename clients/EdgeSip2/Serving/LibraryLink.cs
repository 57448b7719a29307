using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeSip2.Desk;
using EdgeSip2.Protocol;
using EdgeSip2.Settings;

namespace EdgeSip2.Serving;

/// <summary>One connection to the library system: the other half of one kiosk's.</summary>
internal sealed class LibraryLink : ILibrary, IAsyncDisposable
{
    private const int Tries = 3;
    private readonly TimeSpan _patience;
    private readonly Stream _stream;
    private readonly SipLines _lines;

    private LibraryLink(Stream stream, TimeSpan patience) => (_stream, _patience, _lines) = (stream, patience, new SipLines(stream));

    /// <exception cref="LibraryGoneException">It does not answer at that address.</exception>
    public static async Task<LibraryLink> OpenAsync(UpstreamSettings upstream, CancellationToken cancellation)
    {
        var patience = TimeSpan.FromMilliseconds(upstream.TimeoutMilliseconds);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(patience);
        var socket = new TcpClient { NoDelay = true };
        try
        {
            await socket.ConnectAsync(upstream.Host, upstream.Port, limit.Token);
            return new LibraryLink(await SecuredAsync(socket.GetStream(), upstream, limit.Token), patience);
        }
        catch (Exception gone) when (gone is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            throw new LibraryGoneException($"The library system does not answer at {upstream.Host}:{upstream.Port}.", gone);
        }
    }

    public async Task<string> AskAsync(string line, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_patience);
        try
        {
            return await ExchangeAsync(line, limit.Token);
        }
        catch (Exception gone) when (gone is IOException or InvalidDataException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new LibraryGoneException("The library system did not answer.", gone);
        }
    }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <summary>What either side received damaged is sent again, as SIP2 asks for.</summary>
    private async Task<string> ExchangeAsync(string line, CancellationToken cancellation)
    {
        var say = line;
        for (var tries = 1; ; tries++)
        {
            await _lines.WriteAsync(say, cancellation);
            var reply = await _lines.ReadAsync(cancellation) ?? throw new LibraryGoneException("The library system hung up.");
            var fault = SipReading.TryRead(reply, out var answer);
            if (fault != SipFault.Damaged && (answer.Code != SipCode.AskKioskAgain || tries == Tries))
                return reply;
            if (tries == Tries)
                throw new LibraryGoneException($"The library system's answers arrived damaged {Tries} times.");
            say = fault == SipFault.Damaged ? SipCode.AskUsAgain : line;
        }
    }

    private static async Task<Stream> SecuredAsync(NetworkStream plain, UpstreamSettings upstream, CancellationToken cancellation)
    {
        if (!upstream.Tls)
            return plain;
        var secured = new SslStream(plain);
        var options = new SslClientAuthenticationOptions { TargetHost = upstream.Host };
        if (upstream.Authority is { } authority)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(authority);
        }

        await secured.AuthenticateAsClientAsync(options, cancellation);
        return secured;
    }
}
