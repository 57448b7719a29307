using EdgeService.Core.Snapshots;

namespace EdgeService.Flow;

/// <summary>What an edge answers from at one moment, as operators want to know it.</summary>
/// <param name="Basis">Revisions, as-of and age, as in every decision.</param>
/// <param name="Snapshot">What the snapshot says of itself.</param>
/// <param name="ChangesThrough">Revision of the last change that counts, in the snapshot or after it.</param>
/// <param name="ChangedMembers">Members that a change after the snapshot concerns.</param>
/// <param name="VerifiedShare">Share of the snapshot verified so far, 0 to 1.</param>
public sealed record EdgeBasis(Basis Basis, SnapshotMetadata Snapshot, long ChangesThrough, int ChangedMembers, double VerifiedShare);
