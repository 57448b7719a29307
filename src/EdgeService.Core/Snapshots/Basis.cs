namespace EdgeService.Core.Snapshots;

/// <summary>What a reply was computed from.</summary>
/// <param name="SnapshotRevision">Revision of the snapshot.</param>
/// <param name="CatalogRevision">Revision of the catalog.</param>
/// <param name="AsOf">Latest applied snapshot, change or heartbeat.</param>
/// <param name="Age">Time from <paramref name="AsOf"/> to the decision; never negative.</param>
/// <param name="ActsThrough">Number of the last act of a member that counts; 0 for none.</param>
public readonly record struct Basis(long SnapshotRevision, long CatalogRevision, DateTimeOffset AsOf, TimeSpan Age, long ActsThrough = 0);
