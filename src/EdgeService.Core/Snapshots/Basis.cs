namespace EdgeService.Core.Snapshots;

/// <summary>What a reply was computed from.</summary>
/// <param name="SnapshotRevision">Revision of the snapshot.</param>
/// <param name="CatalogRevision">Revision of the catalog.</param>
/// <param name="AsOf">Latest applied snapshot, change or heartbeat.</param>
/// <param name="Age">Time from <paramref name="AsOf"/> to the decision; never negative.</param>
public readonly record struct Basis(long SnapshotRevision, long CatalogRevision, DateTimeOffset AsOf, TimeSpan Age);
