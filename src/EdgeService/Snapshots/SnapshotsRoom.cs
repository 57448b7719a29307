using System.Security.Cryptography;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots.Changes;
using EdgeService.Snapshots.Uploads;
using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Snapshots;

/// <summary>Registers the snapshot and the watch over its folder.</summary>
public static class SnapshotsRoom
{
    /// <param name="builder">The service.</param>
    /// <param name="known">By which tags members are known, and what a snapshot under this edge's member secret says of it.</param>
    public static WebApplicationBuilder AddSnapshots(this WebApplicationBuilder builder, Func<IServiceProvider, KnownTags> known)
    {
        builder.Services.AddOptions<SnapshotOptions>().BindConfiguration(SnapshotOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<SnapshotOptions>>().Value);
        builder.Services.AddSingleton(known);
        builder.Services.AddSingleton(services => SnapshotKeyFiles.LoadTrust(services.GetRequiredService<SnapshotOptions>().TrustFolder));
        builder.Services.AddSingleton(services => ChangeLog.Open(services.GetRequiredService<SnapshotOptions>().ChangesFolder));
        builder.Services.AddSingleton(services => new CurrentSnapshot(
            services.GetRequiredService<SnapshotOptions>(),
            services.GetRequiredService<SnapshotTrust>(),
            services.GetRequiredService<KnownTags>().SecretCheck,
            services.GetRequiredService<ChangeLog>()));
        builder.Services.AddSingleton<SnapshotUploads>();
        builder.Services.AddSingleton<SnapshotWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SnapshotWatch>());
        builder.Services.AddHostedService<SnapshotVerification>();
        return builder;
    }

    /// <summary>The first look, before a door opens. With no good snapshot the service does not start: the faults say why.</summary>
    public static IReadOnlyList<string> LoadSnapshot(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<IOptions<SnapshotOptions>>().Value;
        try
        {
            app.Services.GetRequiredService<SnapshotTrust>();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return [$"{SnapshotOptions.Section}:TrustFolder: {fault.Message}"];
        }

        try
        {
            LogRekeying.Run(app.Services.GetRequiredService<ChangeLog>(), settings, app.Services.GetRequiredService<KnownTags>());
            return Look(app, settings);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [$"{SnapshotOptions.Section}:ChangesFolder: {fault.Message}"];
        }
    }

    private static IReadOnlyList<string> Look(WebApplication app, SnapshotOptions settings)
    {
        var current = app.Services.GetRequiredService<CurrentSnapshot>();
        var clock = app.Services.GetRequiredService<TimeProvider>();
        var meter = app.Services.GetRequiredService<EdgeMeter>();
        meter.ObserveSnapshotAge(() => clock.GetUtcNow() - current.AsOf);
        meter.ObserveSnapshotVerified(() => current.Chunks?.Share);
        var began = clock.GetTimestamp();
        var scan = app.Services.GetRequiredService<SnapshotWatch>().Look();
        if (current.TryAcquire(out var lease))
        {
            using (lease)
            {
                if (lease.ChangedMembers > 0)
                    app.Logger.ChangesReplayed(lease.ChangesThrough, lease.ChangedMembers, clock.GetElapsedTime(began));
            }
        }

        if (current.IsThere)
        {
            return [];
        }

        return
        [
            $"{SnapshotOptions.Section}:Folder: {settings.Folder} holds no snapshot that can be served. Provide one that a key of TrustFolder has signed.",
            .. scan.Refused.Select(refused => $"{refused.Path}: {refused.Refusal.Detail}"),
        ];
    }
}
