using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Identity;

/// <summary>A whole service with a set clock, an operator who says which certificates are good, and terminals that call over TLS.</summary>
public sealed class RegisteredEdge : IAsyncDisposable
{
    public const string Dock = "citybike:central-park:dock-1";

    private RegisteredEdge(EdgeHost host, SetClock clock)
    {
        (Host, Clock) = (host, clock);
        Terminals = new TerminalService.TerminalServiceClient(host.As("operator"));
    }

    public EdgeHost Host { get; }

    public SetClock Clock { get; }

    public TerminalService.TerminalServiceClient Terminals { get; }

    public static Task<RegisteredEdge> StartAsync(params string[] settings) => StartAsync(null, settings);

    public static async Task<RegisteredEdge> StartAsync(Action<WebApplicationBuilder>? extend, params string[] settings)
    {
        var clock = new SetClock(TimeProvider.System.GetUtcNow());
        return new(
            await EdgeHost.StartAsync(
                builder =>
                {
                    builder.Services.AddSingleton<TimeProvider>(clock);
                    extend?.Invoke(builder);
                },
                null,
                settings),
            clock);
    }

    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>A signing request as a terminal makes it, whatever it says of itself.</summary>
    public static string Request(ECDsa key, string urn = "urn:perks:operator:development")
    {
        var request = new CertificateRequest("CN=operator", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUri(new Uri(urn));
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSigningRequestPem();
    }

    /// <summary>Enrols a terminal under a new key.</summary>
    public async Task<X509Certificate2> EnrolAsync(string terminal = Dock)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var reply = await Terminals.EnrolTerminalAsync(new() { RequestId = NewId(), Terminal = terminal, CertificateSigningRequest = Request(key) });
        return With(key, reply.CertificatePem);
    }

    /// <summary>Renews a certificate over the connection it is shown on.</summary>
    public static async Task<X509Certificate2> RenewAsync(GrpcChannel channel)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var identity = new TerminalIdentityService.TerminalIdentityServiceClient(channel);
        return With(key, (await identity.RenewCertificateAsync(new() { RequestId = NewId(), CertificateSigningRequest = Request(key) })).CertificatePem);
    }

    public static X509Certificate2 With(ECDsa key, string pem)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return certificate.CopyWithPrivateKey(key);
    }

    public Task SuspendAsync(string terminal = Dock) => Terminals.SuspendTerminalAsync(new() { RequestId = NewId(), Terminal = terminal, Reason = "odd calls" }).ResponseAsync;

    public Task ResumeAsync(string terminal = Dock) => Terminals.ResumeTerminalAsync(new() { RequestId = NewId(), Terminal = terminal, Reason = "looked into" }).ResponseAsync;

    public async Task<TerminalRecord> ShowAsync(string terminal = Dock) => (await Terminals.GetTerminalAsync(new() { Terminal = terminal })).Terminal;

    /// <summary>What a terminal's call comes to: empty when it is answered, else the reason.</summary>
    public static async Task<string> CallAsync(GrpcChannel terminal)
    {
        try
        {
            await new EligibilityService.EligibilityServiceClient(terminal).ListPerksAsync(new ListPerksRequest());
            return "";
        }
        catch (RpcException refused)
        {
            return refused.Trailers.GetValue("perks-error-reason") ?? refused.StatusCode.ToString();
        }
    }

    /// <summary>Calls until it comes to this.</summary>
    public static async Task UntilAsync(GrpcChannel terminal, string expected)
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await CallAsync(terminal) != expected)
        {
            late.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
