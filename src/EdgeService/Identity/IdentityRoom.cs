using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace EdgeService.Identity;

/// <summary>Registers whom the service trusts and how it shows itself.</summary>
public static class IdentityRoom
{
    public static WebApplicationBuilder AddIdentity(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<PkiOptions>().BindConfiguration(PkiOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<CertificateHolders>();
        builder.Services.AddSingleton(_ => AccessReading.Read(AccessReading.ShippedText()));
        builder.Services.AddSingleton(services => new ClientTrust(Authorities(PkiOf(services))));
        return builder;
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
