using System.ComponentModel.DataAnnotations;
using EdgeService.Building.Snapshots;

namespace EdgeService.Snapshots;

/// <summary>Where snapshots come from and whose are served.</summary>
public sealed record SnapshotOptions
{
    public const string Section = "Edge:Snapshots";

    /// <summary>Watched folder: of its files *.snap the one of the highest revision is served.</summary>
    [Required]
    public string Folder { get; init; } = ".edge/snapshots";

    /// <summary>Folder of the public keys, *.pem, whose snapshots are served.</summary>
    [Required]
    public string TrustFolder { get; init; } = ".edge/snapshot-keys";

    /// <summary>How often the folder is looked at.</summary>
    [Range(0.1, 3600)]
    public double ScanSeconds { get; init; } = 1;

    /// <summary>Files up to this size are copied into memory, so that nothing done to the file reaches what is served; larger ones are mapped.</summary>
    [Range(0, long.MaxValue)]
    public long CopyUpToBytes { get; init; } = SnapshotFile.DefaultCopyUpToBytes;

    /// <summary>Share of one core that verifies a mapped file in the background, 0.01 to 1. What is asked for is verified at once.</summary>
    [Range(0.01, 1)]
    public double VerifyShare { get; init; } = 0.25;

    /// <summary>Folder of the changes acknowledged since the snapshots kept. One edge, one folder.</summary>
    [Required]
    public string ChangesFolder { get; init; } = ".edge/changes";

    /// <summary>Room that an upload leaves on the disk, for ledger and logs; one that would take it is refused before its first byte.</summary>
    [Range(0, long.MaxValue)]
    public long KeepFreeBytes { get; init; } = 64 << 20;
}
