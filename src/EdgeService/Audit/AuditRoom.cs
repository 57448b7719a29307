using Microsoft.Extensions.Options;

namespace EdgeService.Audit;

/// <summary>Registers the audit log.</summary>
public static class AuditRoom
{
    /// <param name="builder">The service in the making.</param>
    /// <param name="identity">Whose log it is; asked for when it is opened.</param>
    public static WebApplicationBuilder AddAudit(this WebApplicationBuilder builder, Func<IServiceProvider, AuditIdentity> identity)
    {
        builder.Services.AddOptions<AuditOptions>().BindConfiguration(AuditOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => ActivatorUtilities.CreateInstance<AuditTrail>(
            services, services.GetRequiredService<IOptions<AuditOptions>>().Value, (Func<AuditIdentity>)(() => identity(services))));
        builder.Services.AddHostedService<AuditTending>();
        return builder;
    }

    /// <summary>Opens the log before a door opens, and says in it what the service starts with.</summary>
    public static IReadOnlyList<string> LoadAudit(this WebApplication app)
    {
        var audit = app.Services.GetRequiredService<AuditTrail>();
        audit.Note("service.started", $"settings:{SettingsDigest.Of(app.Configuration)} {AuditTending.VersionOf()}");
        try
        {
            audit.Open();
            return [];
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException or AuditUnavailableException)
        {
            var cause = unusable is AuditUnavailableException { InnerException: { } inner } ? inner : unusable;
            return [$"{AuditOptions.Section}:Folder: {app.Services.GetRequiredService<IOptions<AuditOptions>>().Value.Folder} cannot be written: {cause.Message}"];
        }
    }
}
