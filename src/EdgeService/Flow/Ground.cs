using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using EdgeService.Faults;
using EdgeService.Snapshots;

namespace EdgeService.Flow;

/// <summary>
/// What one call stands on: one catalog, one snapshot and one moment for all of its decisions. Should the snapshot turn out to be damaged where
/// a member is looked up, the ground moves to the one before, and <see cref="Basis"/> with it.
/// </summary>
public readonly struct Ground : IDisposable
{
    private static readonly EdgeFault TooOld = new(
        FaultReason.BasisTooOld, "This edge's data is older than at_least_as_fresh. Try again after a delay, or ask another edge.");

    private readonly SnapshotLease _snapshot;
    private readonly BasisFloor _floor;
    private readonly Basis _basis;

    public Ground(PerkCatalog catalog, SnapshotLease snapshot, in BasisFloor floor, DateTimeOffset now)
    {
        (Catalog, _snapshot, _floor, Now) = (catalog, snapshot, floor, now);
        _basis = MakeBasis();
    }

    public PerkCatalog Catalog { get; }

    public DateTimeOffset Now { get; }

    public Basis Basis => _snapshot.HasMoved ? MakeBasis() : _basis;

    /// <summary>The key a member is known by here.</summary>
    public MemberKey KeyOf(in MemberTag member) => _snapshot.KeyOf(member);

    /// <summary>
    /// The key of the member whom a card or document leads to. One that leads to nobody yields a key that is nobody's, and whoever asks goes on
    /// with it as with the key of one who is not enrolled: nothing tells the two apart.
    /// </summary>
    /// <exception cref="EdgeFaultException">The snapshot is damaged, and there is no other, or none that is fresh enough.</exception>
    public MemberKey KeyOf(in AliasTag alias)
    {
        try
        {
            var found = _snapshot.TryFindAlias(alias, out var member);
            RequireFloorIfMoved();
            return found ? member : alias.StandIn;
        }
        catch (SnapshotLostException)
        {
            throw new EdgeFaultException(Grounds.NotReady);
        }
    }

    /// <summary>The member's standing; null for whoever is unknown or not enrolled.</summary>
    /// <exception cref="EdgeFaultException">The snapshot is damaged, and there is no other, or none that is fresh enough.</exception>
    public Standing? StandingOf(MemberKey member)
    {
        try
        {
            var found = _snapshot.TryFind(member, out var standing);
            RequireFloorIfMoved();
            return found ? standing : null;
        }
        catch (SnapshotLostException)
        {
            throw new EdgeFaultException(Grounds.NotReady);
        }
    }

    /// <summary>After a refusal: takes the time that other causes would have taken, so that it does not tell which it was.</summary>
    public void EvenOut(MemberKey member)
    {
        try
        {
            _snapshot.EvenOut(member);
        }
        catch (SnapshotLostException)
        {
            // The answer stands: what it rests on was read before.
        }
    }

    /// <summary>The standings of many members, all from one snapshot; null for whoever is unknown or not enrolled.</summary>
    /// <exception cref="EdgeFaultException">The snapshot is damaged, and there is no other, or none that is fresh enough.</exception>
    public void StandingsOf(ReadOnlySpan<MemberKey> members, Span<Standing?> standings)
    {
        try
        {
            _snapshot.FindMany(members, standings);
            RequireFloorIfMoved();
        }
        catch (SnapshotLostException)
        {
            throw new EdgeFaultException(Grounds.NotReady);
        }
    }

    /// <exception cref="EdgeFaultException">The basis is older than the floor.</exception>
    public void Require(in BasisFloor floor)
    {
        if (!floor.IsMetBy(Basis))
            throw new EdgeFaultException(TooOld);
    }

    public void Dispose() => _snapshot.Dispose();

    private void RequireFloorIfMoved()
    {
        if (_snapshot.HasMoved)
            Require(_floor);
    }

    private Basis MakeBasis()
    {
        var asOf = _snapshot.AsOf;
        return new Basis(_snapshot.Revision, Catalog.Revision, asOf, Now > asOf ? Now - asOf : TimeSpan.Zero, _snapshot.ActsThrough);
    }
}
