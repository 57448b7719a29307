using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots;

/// <summary>What one look at the folder brought.</summary>
/// <param name="Adopted">The file now served, when it is another than before.</param>
/// <param name="Refused">Files refused for the first time, or again after they had changed.</param>
public sealed record SnapshotScan(AdoptedSnapshot? Adopted, IReadOnlyList<RefusedSnapshot> Refused);

public sealed record AdoptedSnapshot(string Path, SnapshotMetadata Metadata);

public sealed record RefusedSnapshot(string Path, SnapshotRefusal Refusal);
