using EdgeService.Audit;
using Microsoft.Extensions.Options;

namespace EdgeService.Signing;

/// <summary>Registers keys, secrets and what is made with them.</summary>
public static class SigningRoom
{
    public static WebApplicationBuilder AddSigning(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SigningOptions>().BindConfiguration(SigningOptions.Section).ValidateDataAnnotations().ValidateOnStart()
            .Validate(options => options.LeavesTimeToPublish, "Edge:Signing:RotateDays: must be 0 or at least four times Edge:Signing:VerifierRefreshSeconds, for the next key is published before it signs.");
        services.AddSingleton(provider => new CurrentSigningKeys(SigningKeys.Load(OptionsOf(provider).KeyFolder)));
        services.AddSingleton(provider => DeploymentSecrets.Load(OptionsOf(provider).SecretFolder, OptionsOf(provider).SealWith, OptionsOf(provider).MemberWith));
        services.AddSingleton(provider => new NonceSource((ushort)OptionsOf(provider).EdgeNumber));
        services.AddSingleton(provider => new TokenPictures(OptionsOf(provider).PictureCacheBytes));
        services.AddSingleton(provider => new CurrentVerificationKeys(
            provider.GetRequiredService<CurrentSigningKeys>().Keys.PublishedAt(provider.GetRequiredService<TimeProvider>().GetUtcNow())));
        services.AddSingleton<KeyRing>().AddSingleton<KeyKeeping>();
        services.AddSingleton<SigningKeyWatch>().AddHostedService(provider => provider.GetRequiredService<SigningKeyWatch>());
        services.AddSingleton<FormerKeys>().AddSingleton<SealingCiphers>().AddSingleton<EdgeSigner>().AddSingleton<StatusSigner>().AddSingleton<Seals>().AddSingleton<AppCodeReader>();
        return builder;
    }

    /// <summary>Reads secrets and keys before a door opens; what cannot be used is named.</summary>
    public static IReadOnlyList<string> LoadSigning(this WebApplication app)
    {
        var faults = new List<string>();
        foreach (var load in new Action[] { () => app.Services.GetRequiredService<DeploymentSecrets>(), () => app.Services.GetRequiredService<KeyRing>().Look() })
        {
            try
            {
                load();
            }
            catch (KeyMaterialException unusable)
            {
                faults.Add(unusable.Message);
            }
        }

        if (faults.Count == 0)
            app.Services.GetRequiredService<AuditTrail>().Note("member-secret.adopted", $"version:{app.Services.GetRequiredService<DeploymentSecrets>().MemberVersion}");
        if (faults.Count == 0)
            app.Services.GetRequiredService<AuditTrail>().Note("signing-keys.adopted", string.Join(", ", app.Services.GetRequiredService<CurrentSigningKeys>().Keys.Ids));
        return faults;
    }

    private static SigningOptions OptionsOf(IServiceProvider provider) => provider.GetRequiredService<IOptions<SigningOptions>>().Value;
}
