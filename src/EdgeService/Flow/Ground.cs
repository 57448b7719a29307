using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots;

namespace EdgeService.Flow;

/// <summary>What one call stands on: one catalog, one snapshot and one moment for all of its decisions.</summary>
public readonly struct Ground(PerkCatalog catalog, SnapshotLease snapshot, in Basis basis, DateTimeOffset now) : IDisposable
{
    public PerkCatalog Catalog { get; } = catalog;

    public Basis Basis { get; } = basis;

    public DateTimeOffset Now { get; } = now;

    /// <summary>The key a member is known by here.</summary>
    public MemberKey KeyOf(in MemberTag member) => snapshot.KeyOf(member);

    /// <summary>The member's standing; null for whoever is unknown or not enrolled.</summary>
    public Standing? StandingOf(MemberKey member) => snapshot.TryFind(member, out var standing) ? standing : null;

    public void Dispose() => snapshot.Dispose();
}
