using System.Security.Cryptography;
using EdgeService.Building.Snapshots;
using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Snapshots;

/// <summary>Registers the snapshot and the watch over its folder.</summary>
public static class SnapshotsRoom
{
    /// <param name="builder">The service.</param>
    /// <param name="secretCheck">What a snapshot under this edge's member secret says of it: see <see cref="MemberHashing.CheckOf"/>.</param>
    public static WebApplicationBuilder AddSnapshots(this WebApplicationBuilder builder, Func<IServiceProvider, ulong> secretCheck)
    {
        builder.Services.AddOptions<SnapshotOptions>().BindConfiguration(SnapshotOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services =>
        {
            var options = services.GetRequiredService<IOptions<SnapshotOptions>>().Value;
            return new CurrentSnapshot(options, SnapshotKeyFiles.LoadTrust(options.TrustFolder), secretCheck(services));
        });
        builder.Services.AddSingleton<SnapshotWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<SnapshotWatch>());
        builder.Services.AddHostedService<SnapshotVerification>();
        return builder;
    }

    /// <summary>The first look, before a door opens. With no good snapshot the service does not start: the faults say why.</summary>
    public static IReadOnlyList<string> LoadSnapshot(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<SnapshotOptions>>().Value;
        CurrentSnapshot current;
        try
        {
            current = app.Services.GetRequiredService<CurrentSnapshot>();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return [$"{SnapshotOptions.Section}:TrustFolder: {fault.Message}"];
        }

        var clock = app.Services.GetRequiredService<TimeProvider>();
        var meter = app.Services.GetRequiredService<EdgeMeter>();
        meter.ObserveSnapshotAge(() => clock.GetUtcNow() - current.Metadata?.AsOf);
        meter.ObserveSnapshotVerified(() => current.Chunks is { } chunks ? (double)chunks.Verified / chunks.Count : null);
        var scan = app.Services.GetRequiredService<SnapshotWatch>().Look();
        if (current.IsThere)
        {
            return [];
        }

        return
        [
            $"{SnapshotOptions.Section}:Folder: {options.Folder} holds no snapshot that can be served. Provide one that a key of TrustFolder has signed.",
            .. scan.Refused.Select(refused => $"{refused.Path}: {refused.Refusal.Detail}"),
        ];
    }
}
