using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using EdgeSip2.Settings;

namespace EdgeSip2.Serving;

/// <summary>One door for kiosks: plain on loopback, TLS elsewhere.</summary>
internal sealed class KioskDoor : IDisposable
{
    private static readonly TimeSpan HandshakePatience = TimeSpan.FromSeconds(10);
    private readonly TcpListener _listener;
    private readonly SslStreamCertificateContext? _certificate;

    private KioskDoor(TcpListener listener, SslStreamCertificateContext? certificate) => (_listener, _certificate) = (listener, certificate);

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    public bool IsSecured => _certificate is not null;

    /// <exception cref="SocketException">The address or port is not to be had.</exception>
    public static KioskDoor Open(ListenSettings settings)
    {
        var listener = new TcpListener(IPAddress.Parse(settings.Address), settings.Port);
        listener.Start();
        return new KioskDoor(listener, settings.Certificate is null ? null : CertificateOf(settings));
    }

    public async Task<TcpClient> AcceptAsync(CancellationToken cancellation)
    {
        var socket = await _listener.AcceptTcpClientAsync(cancellation);
        socket.NoDelay = true;
        return socket;
    }

    /// <exception cref="AuthenticationException">The other side did not speak TLS.</exception>
    public async Task<Stream> SecureAsync(TcpClient socket, CancellationToken cancellation)
    {
        if (_certificate is null)
            return socket.GetStream();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(HandshakePatience);
        var secured = new SslStream(socket.GetStream());
        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = _certificate,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        await secured.AuthenticateAsServerAsync(options, limit.Token);
        return secured;
    }

    public void Dispose() => _listener.Dispose();

    private static SslStreamCertificateContext CertificateOf(ListenSettings settings)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(settings.Certificate!);
        return SslStreamCertificateContext.Create(X509Certificate2.CreateFromPemFile(settings.Certificate!, settings.Key), chain, offline: true);
    }
}
