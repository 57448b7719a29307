using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Audit;
using EdgeService.Doors.Web;
using EdgeService.Identity;
using EdgeService.Telemetry;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Options;

namespace EdgeService.Doors;

/// <summary>Registers gRPC, the doors it is reached by, and what every call passes.</summary>
public static class DoorsRoom
{
    /// <summary>Of a call, in either direction.</summary>
    public const int LargestMessageBytes = 64 * 1024;

    private const string CallLog = "Grpc.AspNetCore.Server.ServerCallHandler";
    private static readonly TimeSpan AnswerToPing = TimeSpan.FromSeconds(10);
    private static readonly MinDataRate SlowestBody = new(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));

    public static WebApplicationBuilder AddDoors(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DoorsOptions>().BindConfiguration(DoorsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<CallLoad>().AddSingleton<CallPolicies>().AddSingleton<RecordedCalls>().AddSingleton<PageGate>().AddSingleton<Arrivals>().AddSingleton<ProvenConnections>();
        builder.Services.AddSingleton(services =>
            new AddressBook(services.GetRequiredService<IOptions<DoorsOptions>>().Value.FruitlessPerAddress, services.GetRequiredService<TimeProvider>()));
        builder.Services.AddSingleton<IConnectionListenerFactory, OpenDoors>();
        builder.Services.AddSingleton(services =>
            new CallerAllowances(role => LimitsOf(role, services.GetRequiredService<IOptions<DoorsOptions>>().Value), services.GetRequiredService<TimeProvider>()));
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<DoorsOptions>>(
            (host, doors) => host.ShutdownTimeout = TimeSpan.FromSeconds(doors.Value.DrainSeconds));
        builder.Services.AddGrpc(grpc => grpc.MaxReceiveMessageSize = grpc.MaxSendMessageSize = LargestMessageBytes);
        // The gate logs unexpected ends, with the request's id; the framework would log them too, and every unreadable message with its stack.
        builder.Logging.AddFilter(CallLog, LogLevel.Critical);
        builder.WebHost.ConfigureKestrel(Open);
        return builder;
    }

    public static WebApplication UseCallGate(this WebApplication app)
    {
        app.UseMiddleware<WebGate>().UseMiddleware<WebCalls>().UseMiddleware<CallGate>();
        var load = app.Services.GetRequiredService<CallLoad>();
        app.Lifetime.ApplicationStopping.Register(() => app.Logger.Draining(load.UnderWay));
        return app;
    }

    private static CallerLimits LimitsOf(CallerRole role, DoorsOptions doors)
    {
        var one = new CallerLimits(doors.CallsPerSecond, doors.CallBurst, doors.CallsPerCaller, doors.StreamsPerCaller, doors.ConnectionsPerCaller);
        return role == CallerRole.MemberApp ? one.Times(doors.MemberAppShares).WithinHalf(one, doors.MaxCalls, doors.MaxStreams, doors.MaxConnections) : one;
    }

    private static void Open(KestrelServerOptions kestrel)
    {
        var services = kestrel.ApplicationServices;
        var doors = services.GetRequiredService<IOptions<DoorsOptions>>().Value;
        Limit(kestrel.Limits, doors);
        kestrel.AddServerHeader = false;
        kestrel.ListenAnyIP(doors.Port, door => OpenTls(door, HttpProtocols.Http2, services, doors));
        if (doors.WebPort is { } webPort)
            kestrel.ListenAnyIP(webPort, door => OpenWeb(door, services, doors));
        if (doors.PlaintextPort is 0)
            kestrel.Listen(IPAddress.Loopback, 0, door => OpenPlaintext(door, services));
        else if (doors.PlaintextPort is { } port)
            kestrel.ListenLocalhost(port, door => OpenPlaintext(door, services));
    }

    private static void Limit(KestrelServerLimits limits, DoorsOptions doors)
    {
        limits.MaxRequestHeadersTotalSize = doors.HeaderBytes;
        limits.Http2.MaxRequestHeaderFieldSize = doors.HeaderBytes / 2;
        limits.MaxRequestHeaderCount = doors.HeaderCount;
        limits.RequestHeadersTimeout = TimeSpan.FromSeconds(doors.ArrivalSeconds);
        limits.KeepAliveTimeout = TimeSpan.FromSeconds(doors.IdleSeconds);
        limits.Http2.MaxStreamsPerConnection = doors.StreamsPerConnection;
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(doors.PingSeconds);
        limits.Http2.KeepAlivePingTimeout = AnswerToPing;
        limits.MinRequestBodyDataRate = limits.MinResponseDataRate = SlowestBody;
    }

    /// <summary>Like the door of terminals, but browsers speak HTTP/1.1 too, and what comes in is marked.</summary>
    private static void OpenWeb(ListenOptions door, IServiceProvider services, DoorsOptions doors)
    {
        OpenTls(door, HttpProtocols.Http1AndHttp2, services, doors);
        door.Use(then => connection =>
        {
            connection.Features.Set(WebDoor.Mark);
            return then(connection);
        });
    }

    private static void OpenTls(ListenOptions door, HttpProtocols protocols, IServiceProvider services, DoorsOptions doors)
    {
        var pki = services.GetRequiredService<IOptions<PkiOptions>>().Value;
        var trust = services.GetRequiredService<ClientTrust>();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DoorsRoom));
        var audit = services.GetRequiredService<AuditTrail>();
        var arrivals = services.GetRequiredService<Arrivals>();
        var proven = services.GetRequiredService<ProvenConnections>();
        door.Protocols = protocols;
        door.Use(then => connection => arrivals.PassAsync(connection, then));
        door.UseHttps(tls =>
        {
            tls.SslProtocols = TlsRules.Protocols;
            tls.HandshakeTimeout = TimeSpan.FromSeconds(doors.ArrivalSeconds);
            tls.ServerCertificate = X509Certificate2.CreateFromPemFile(pki.CertificateFile!, pki.KeyFile);
            tls.ServerCertificateChain = ChainOf(pki);
            tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            tls.OnAuthenticate = (_, handshake) =>
            {
                handshake.CertificateChainPolicy = trust.NewPolicy();
                handshake.CipherSuitesPolicy = TlsRules.Suites;
            };
            tls.ClientCertificateValidation = (certificate, chain, errors) => Accept(log, audit, certificate, chain, errors);
        });
        door.Use(then => connection => proven.PassAsync(connection, then));
    }

    private static X509Certificate2Collection ChainOf(PkiOptions pki)
    {
        var chain = new X509Certificate2Collection();
        chain.ImportFromPemFile(pki.CertificateFile!);
        chain.RemoveAt(0);
        return chain;
    }

    private static bool Accept(ILogger log, AuditTrail audit, X509Certificate2 certificate, X509Chain? chain, System.Net.Security.SslPolicyErrors errors)
    {
        if (errors == System.Net.Security.SslPolicyErrors.None)
            return true;
        var cause = string.Join(", ", chain?.ChainStatus.Select(status => status.Status) ?? []);
        log.ClientCertificateRefused(cause);
        // What the certificate says is not proven: its digest is all that is certain of it.
        audit.Refused(AuditTrail.Unproven, "handshake", cause, "", $"certificate:{certificate.GetCertHashString(HashAlgorithmName.SHA256)[..16].ToLowerInvariant()}");
        return false;
    }

    /// <summary>Its callers have no limits: it is Development's alone, and what a header says proves nothing.</summary>
    private static void OpenPlaintext(ListenOptions door, IServiceProvider services)
    {
        var allowance = new CallerAllowance(CallerLimits.None, services.GetRequiredService<TimeProvider>());
        door.Protocols = HttpProtocols.Http2;
        door.Use(then => connection =>
        {
            connection.Features.Set<ConnectionIdentity>(new HeaderIdentity { Allowance = allowance });
            return then(connection);
        });
    }
}
