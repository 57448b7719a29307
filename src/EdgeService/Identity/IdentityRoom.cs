using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace EdgeService.Identity;

/// <summary>Registers whom the service trusts and how it shows itself.</summary>
public static class IdentityRoom
{
    /// <summary>How long the start waits for the register. One that does not answer is no fault of the start: it is tried on.</summary>
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(5);

    /// <param name="builder">The service's.</param>
    /// <param name="register">The register of terminals, wherever it is kept.</param>
    public static WebApplicationBuilder AddIdentity(this WebApplicationBuilder builder, Func<IServiceProvider, TerminalRegister> register)
    {
        builder.Services.AddOptions<PkiOptions>().BindConfiguration(PkiOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(_ => AccessReading.Read(AccessReading.ShippedText()));
        builder.Services.AddSingleton(services => new ClientTrust(Authorities(PkiOf(services))));
        builder.Services.AddSingleton(register).AddSingleton<Standings>().AddSingleton<RevocationLists>();
        builder.Services.AddSingleton<CertificateHolders>().AddSingleton<CertificateJudging>().AddSingleton<CertificateIdentities>();
        builder.Services.AddSingleton<RegisterWatch>().AddHostedService(services => services.GetRequiredService<RegisterWatch>());
        builder.Services.AddSingleton<Sightings>().AddHostedService(services => services.GetRequiredService<Sightings>());
        builder.Services.AddSingleton<RevocationWatch>().AddHostedService(services => services.GetRequiredService<RevocationWatch>());
        builder.Services.AddSingleton(services => new TerminalIssuing(
            IssuingAuthority.Load(PkiOf(services), services.GetRequiredService<ClientTrust>(), out _), services.GetRequiredService<IOptions<PkiOptions>>()));
        return builder;
    }

    /// <summary>Reads what certificates are judged by before a door opens, and says what is wrong with it.</summary>
    public static IReadOnlyList<string> LoadIdentity(this WebApplication app)
    {
        IssuingAuthority.Load(PkiOf(app.Services), app.Services.GetRequiredService<ClientTrust>(), out var faults)?.Dispose();
        string[] lists = [.. app.Services.GetRequiredService<RevocationWatch>().Look().Select(fault => $"{PkiOptions.Section}:RevocationFolder: {fault}")];
        var watch = app.Services.GetRequiredService<RegisterWatch>();
        Task.Run(() => watch.LookAsync(FirstLook, CancellationToken.None)).GetAwaiter().GetResult();
        return [.. faults, .. lists];
    }

    private static PkiOptions PkiOf(IServiceProvider services) => services.GetRequiredService<IOptions<PkiOptions>>().Value;

    private static Dictionary<CallerRole, X509Certificate2Collection> Authorities(PkiOptions pki)
    {
        var authorities = new Dictionary<CallerRole, X509Certificate2Collection>();
        foreach (var (role, _, file) in pki.AuthorityFiles().Where(authority => authority.File is not null))
        {
            authorities[role] = [];
            authorities[role].ImportFromPemFile(file!);
        }

        return authorities;
    }
}
