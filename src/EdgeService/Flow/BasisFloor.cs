using EdgeService.Core.Snapshots;

namespace EdgeService.Flow;

/// <summary>The oldest basis a caller accepts. The default accepts any.</summary>
public readonly record struct BasisFloor(long SnapshotRevision, long CatalogRevision, DateTimeOffset? AsOf, long ActsThrough = 0)
{
    public bool IsMetBy(in Basis basis) =>
        basis.SnapshotRevision >= SnapshotRevision && basis.CatalogRevision >= CatalogRevision && !(basis.AsOf < AsOf)
        && basis.ActsThrough >= ActsThrough;
}
