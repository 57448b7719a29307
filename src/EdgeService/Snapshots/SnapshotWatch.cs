using EdgeService.Audit;
using EdgeService.Telemetry;
using EdgeService.Watching;
using Microsoft.Extensions.Options;

namespace EdgeService.Snapshots;

/// <summary>Looks at the folder again and again. Looking is cheaper than being told, and works on every file system.</summary>
public sealed class SnapshotWatch(CurrentSnapshot current, IOptions<SnapshotOptions> options, AuditTrail audit, TimeProvider clock, ILogger<SnapshotWatch> log)
    : RepeatedLook(TimeSpan.FromSeconds(options.Value.ScanSeconds), clock)
{
    /// <summary>One look, with what it brought in the log.</summary>
    public SnapshotScan Look()
    {
        var scan = current.Scan();
        foreach (var refused in scan.Refused)
        {
            log.SnapshotRefused(refused.Path, refused.Refusal.Detail);
            audit.Note("snapshot.refused", Path.GetFileName(refused.Path), $"REFUSED {refused.Refusal.Fault}");
        }

        if (scan.Adopted is { } adopted)
        {
            log.SnapshotInUse(adopted.Metadata.Revision, adopted.Metadata.MemberCount, adopted.Path);
            audit.Note("snapshot.adopted", $"snapshot:{adopted.Metadata.Revision}");
        }

        return scan;
    }

    protected override void LookOnce() => Look();

    protected override void Report(Exception unforeseen) => log.SnapshotLookFailed(unforeseen, options.Value.Folder);
}
