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
        builder.Services.AddSingleton(services => new ClientTrust(Authorities(PkiOf(services))));
        return builder;
    }

    private static PkiOptions PkiOf(IServiceProvider services) => services.GetRequiredService<IOptions<PkiOptions>>().Value;

    private static X509Certificate2Collection Authorities(PkiOptions pki)
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(pki.AuthorityFile!);
        return authorities;
    }
}
