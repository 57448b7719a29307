using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;

namespace EdgeService.Client;

/// <summary>
/// One identity's connection to the service: made once, kept for the life of the program, shared by all callers. It connects
/// at the first call and again after a break.
/// </summary>
public sealed class EdgeChannel : IDisposable
{
    private const string TerminalHeader = "x-edge-terminal";

    private readonly GrpcChannel _channel;
    private readonly SocketsHttpHandler _handler;

    private EdgeChannel(EdgeConnection connection, SocketsHttpHandler handler)
    {
        Connection = connection;
        _handler = handler;
        _channel = GrpcChannel.ForAddress(connection.Address, new GrpcChannelOptions
        {
            HttpHandler = handler,
            ServiceConfig = RetryPolicies.For(connection.Retry),
        });
        Invoker = connection.DevelopmentTerminal is { } terminal
            ? _channel.Intercept(headers => Naming(headers, terminal))
            : _channel.CreateCallInvoker();
    }

    public EdgeConnection Connection { get; }

    /// <summary>For clients of services that this library does not wrap, such as health.</summary>
    public CallInvoker Invoker { get; }

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
        if (connection.Address.Scheme == Uri.UriSchemeHttps)
        {
            handler.SslOptions = Tls(connection);
        }

        return new EdgeChannel(connection, handler);
    }

    /// <summary>What each unary call starts with.</summary>
    internal CallOptions Options(CancellationToken cancellation) =>
        new(deadline: DateTime.UtcNow + Connection.Deadline, cancellationToken: cancellation);

    public void Dispose()
    {
        _channel.Dispose();
        _handler.Dispose();
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
