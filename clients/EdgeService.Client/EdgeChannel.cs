using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Client.Links;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace EdgeService.Client;

/// <summary>
/// One identity's connections to the service: made once, kept for the life of the program, shared by all callers. Each edge is connected to at the
/// first call to it, and again after a break.
/// </summary>
public sealed class EdgeChannel : IDisposable, IAsyncDisposable
{
    private const string TerminalHeader = "x-edge-terminal";

    private readonly EdgeLinks _links;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpMessageHandler _around;
    private readonly Lock _watching = new();
    private LinkProbing? _probing;

    private EdgeChannel(EdgeConnection connection, SocketsHttpHandler handler)
    {
        Connection = connection;
        _handler = handler;
        _around = connection.Around?.Invoke(handler) ?? handler;
        // A single edge is retried by the channel itself; several are by the invoker, from one to the next.
        var single = connection.Others.Count == 0;
        _links = new EdgeLinks([.. connection.Others.Prepend(connection.Address).Select(address => LinkTo(address, single))]);
        Invoker = new FailoverInvoker(_links, single ? connection.Retry with { MaxAttempts = 1 } : connection.Retry);
        foreach (var link in _links.All)
            link.Changed += () => ReachChanged?.Invoke(this, EventArgs.Empty);
        if (!single)
            Watch();
    }

    /// <summary>Raised when <see cref="Reach"/> may have changed, on whatever thread noticed it.</summary>
    public event EventHandler? ReachChanged;

    public EdgeConnection Connection { get; }

    /// <summary>For clients of services that this library does not wrap, such as health.</summary>
    public CallInvoker Invoker { get; }

    /// <summary>How well the service can be reached, as far as calls and health have shown.</summary>
    public EdgeReach Reach => _links.Reach;

    /// <summary>What broke last, or why the identity is refused; empty when all is well.</summary>
    public string ReachDetail => _links.Detail;

    /// <exception cref="EdgeConnectionException">A certificate or key cannot be read.</exception>
    public static EdgeChannel Open(EdgeConnection connection)
    {
        var handler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            KeepAlivePingDelay = TimeSpan.FromSeconds(30),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
            ConnectTimeout = connection.Deadline,
        };
        if (connection.Others.Prepend(connection.Address).Any(address => address.Scheme == Uri.UriSchemeHttps))
        {
            handler.SslOptions = Tls(connection);
        }

        return new EdgeChannel(connection, handler);
    }

    /// <summary>Begins to ask the edges how they are, also while nobody calls. Does nothing the second time.</summary>
    public void Watch()
    {
        lock (_watching)
            _probing ??= new LinkProbing(_links, Connection.ProbeEvery);
    }

    /// <summary>What each unary call starts with.</summary>
    internal CallOptions Options(CancellationToken cancellation) =>
        new(deadline: DateTime.UtcNow + Connection.Deadline, cancellationToken: cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_probing is { } probing)
            await probing.DisposeAsync();
        _links.Dispose();
        _handler.Dispose();
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private EdgeLink LinkTo(Uri address, bool single)
    {
        var channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions
        {
            HttpHandler = _around,
            ServiceConfig = single ? RetryPolicies.For(Connection.Retry) : null,
        });
        var invoker = Connection.DevelopmentTerminal is { } terminal
            ? channel.Intercept(headers => Naming(headers, terminal))
            : channel.CreateCallInvoker();
        return new EdgeLink(address, channel, invoker);
    }

    private static Metadata Naming(Metadata headers, string terminal)
    {
        headers.Add(TerminalHeader, terminal);
        return headers;
    }

    private static SslClientAuthenticationOptions Tls(EdgeConnection connection)
    {
        var options = new SslClientAuthenticationOptions();
        if (connection.AuthorityPemPath is { } authority)
        {
            options.CertificateChainPolicy = TrustOnly(PemFiles.ReadAuthorities(authority));
        }

        if (connection.ClientPemPath is { } client)
        {
            var certificate = PemFiles.ReadIdentity(client, connection.ClientKeyPath);
            options.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }

        return options;
    }

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection authorities)
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }
}
