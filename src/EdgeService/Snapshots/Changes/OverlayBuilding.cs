using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots.Changes;

/// <summary>Applies changes to the standings of one snapshot. Reads of a snapshot that is verified as it is read may find it damaged.</summary>
internal sealed class OverlayBuilding
{
    private readonly SnapshotView _snapshot;
    private readonly StandingOverlay _before;
    private readonly ConsentPool _pool;
    private readonly Dictionary<MemberKey, Standing?> _later = [];
    private readonly Dictionary<AliasTag, MemberKey?> _aliases = [];
    private long _through;
    private DateTimeOffset _asOf;

    private OverlayBuilding(SnapshotView snapshot, StandingOverlay before, ConsentPool pool)
    {
        (_snapshot, _before, _pool) = (snapshot, before, pool);
        (_through, _asOf) = (before.Through, before.AsOf);
    }

    /// <summary>Everything of the log that is later than the snapshot, upon it.</summary>
    /// <exception cref="SnapshotDamagedException">The snapshot turned out to be damaged.</exception>
    public static StandingOverlay Replay(SnapshotView snapshot, ChangeLog log, ConsentPool pool)
    {
        var building = new OverlayBuilding(snapshot, StandingOverlay.Over(snapshot.Metadata), pool);
        log.Replay(record => building.Take(record));
        return building.Finish();
    }

    /// <summary>Further changes upon what is there, and how many of them have no effect.</summary>
    /// <exception cref="SnapshotDamagedException">The snapshot turned out to be damaged.</exception>
    public static (StandingOverlay After, int Ineffective) Apply(
        SnapshotView snapshot, StandingOverlay before, IEnumerable<StandingChange> changes, Heartbeat? heartbeat, ConsentPool pool)
    {
        var building = new OverlayBuilding(snapshot, before, pool);
        var ineffective = changes.Count(change => !building.Take(change));
        if (heartbeat is not null)
            building.Take(heartbeat);
        return (building.Finish(), ineffective);
    }

    private StandingOverlay Finish() => _before.With(_later, _aliases, _through, _asOf);

    private void Take(ChangeRecord record)
    {
        // What the snapshot holds is passed over; a word about a state that this snapshot has not reached says nothing about it.
        if (record is ChangeMade { Change: var change } && change.Revision > _through)
            Take(change);
        else if (record is Heartbeat beat && beat.Through <= _through && beat.AsOf > _asOf)
            _asOf = beat.AsOf;
    }

    /// <summary>False when the change has no effect: it concerns nobody who is enrolled, or a card of somebody else.</summary>
    private bool Take(StandingChange change)
    {
        var member = _snapshot.KeyOf(change.Member);
        var concerns = change.Act.AliasOf() is { } alias ? Take(change.Act, alias, member) : Take(change.Act, member);
        _through = change.Revision;
        _asOf = change.At > _asOf ? change.At : _asOf;
        return concerns;
    }

    private bool Take(ChangeAct act, MemberKey member)
    {
        var standing = StandingOf(member);
        var concerns = act.Concerns(standing);
        if (concerns)
            _later[member] = act.Apply(standing) is { } after ? _pool.Share(after) : null;
        return concerns;
    }

    private bool Take(ChangeAct act, AliasTag alias, MemberKey member)
    {
        var holder = HolderOf(alias);
        var holderIsEnrolled = holder is { } other && StandingOf(other) is not null;
        var concerns = act.TryApply(member, StandingOf(member) is not null, holder, holderIsEnrolled, out var after);
        if (concerns)
            _aliases[alias] = after;
        return concerns;
    }

    private MemberKey? HolderOf(AliasTag alias)
    {
        if (_aliases.TryGetValue(alias, out var later) || _before.TryGetAlias(alias, out later))
            return later;
        return _snapshot.TryFindAlias(alias, out var member) ? member : null;
    }

    private Standing? StandingOf(MemberKey member)
    {
        if (_later.TryGetValue(member, out var later) || _before.TryGet(member, out later))
            return later;
        return _snapshot.TryFind(member, out var standing) ? standing : null;
    }
}
