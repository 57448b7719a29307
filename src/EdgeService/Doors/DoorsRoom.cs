using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Audit;
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
    private const int LargestMessageBytes = 64 * 1024;
    private const string CallLog = "Grpc.AspNetCore.Server.ServerCallHandler";

    public static WebApplicationBuilder AddDoors(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<DoorsOptions>().BindConfiguration(DoorsOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<CallLoad>().AddSingleton<CallPolicies>().AddSingleton<RecordedCalls>();
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
        app.UseMiddleware<CallGate>();
        var load = app.Services.GetRequiredService<CallLoad>();
        app.Lifetime.ApplicationStopping.Register(() => app.Logger.Draining(load.UnderWay));
        return app;
    }

    private static void Open(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        var doors = kestrel.ApplicationServices.GetRequiredService<IOptions<DoorsOptions>>().Value;
        kestrel.ListenAnyIP(doors.Port, door => OpenTls(door, kestrel.ApplicationServices));
        if (doors.PlaintextPort is 0)
            kestrel.Listen(IPAddress.Loopback, 0, OpenPlaintext);
        else if (doors.PlaintextPort is { } port)
            kestrel.ListenLocalhost(port, OpenPlaintext);
    }

    private static void OpenTls(ListenOptions door, IServiceProvider services)
    {
        var pki = services.GetRequiredService<IOptions<PkiOptions>>().Value;
        var trust = services.GetRequiredService<ClientTrust>();
        var log = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(DoorsRoom));
        var audit = services.GetRequiredService<AuditTrail>();
        door.Protocols = HttpProtocols.Http2;
        door.UseHttps(tls =>
        {
            tls.ServerCertificate = X509Certificate2.CreateFromPemFile(pki.CertificateFile!, pki.KeyFile);
            tls.ServerCertificateChain = ChainOf(pki);
            tls.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            tls.OnAuthenticate = (_, handshake) => handshake.CertificateChainPolicy = trust.NewPolicy();
            tls.ClientCertificateValidation = (certificate, chain, errors) => Accept(log, audit, certificate, chain, errors);
        });
        var identities = services.GetRequiredService<CertificateIdentities>();
        door.Use(then => connection => Identify(connection, identities, then));
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
        audit.Refused($"certificate:{certificate.GetCertHashString(HashAlgorithmName.SHA256)[..16].ToLowerInvariant()}", "handshake", cause, "");
        return false;
    }

    private static Task Identify(ConnectionContext connection, CertificateIdentities identities, ConnectionDelegate then)
    {
        if (connection.Features.Get<Microsoft.AspNetCore.Http.Features.ITlsConnectionFeature>()?.ClientCertificate is { } certificate)
            connection.Features.Set<ConnectionIdentity>(identities.Of(certificate));
        return then(connection);
    }

    private static void OpenPlaintext(ListenOptions door)
    {
        door.Protocols = HttpProtocols.Http2;
        door.Use(then => connection =>
        {
            connection.Features.Set<ConnectionIdentity>(new HeaderIdentity());
            return then(connection);
        });
    }
}
