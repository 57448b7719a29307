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
    private readonly ActLog _acts;
    private readonly Dictionary<MemberKey, Standing?> _later = [];
    private readonly Dictionary<AliasTag, MemberKey?> _aliases = [];
    private readonly HashSet<ActArrived> _settled = [];
    private long _actsThrough;
    private long _through;
    private DateTimeOffset _asOf;

    private OverlayBuilding(SnapshotView snapshot, StandingOverlay before, ConsentPool pool, ActLog acts)
    {
        (_snapshot, _before, _pool, _acts) = (snapshot, before, pool, acts);
        (_through, _asOf, _actsThrough) = (before.Through, before.AsOf, before.ActsThrough);
    }

    /// <summary>Everything of the log that is later than the snapshot, upon it, and upon that what members did; and the acts that changes settled.</summary>
    /// <exception cref="SnapshotDamagedException">The snapshot turned out to be damaged.</exception>
    public static BuiltOverlay Replay(SnapshotView snapshot, ChangeLog log, ConsentPool pool)
    {
        var building = new OverlayBuilding(snapshot, StandingOverlay.Over(snapshot.Metadata), pool, log.Acts);
        log.Replay(record => building.Take(record));
        foreach (var member in log.Acts.Members)
            building.Stand(member);
        building._actsThrough = log.Acts.Through;
        return building.Finish(0);
    }

    /// <summary>Further changes upon what is there, and how many of them have no effect.</summary>
    /// <exception cref="SnapshotDamagedException">The snapshot turned out to be damaged.</exception>
    public static BuiltOverlay Apply(
        SnapshotView snapshot, StandingOverlay before, IEnumerable<StandingChange> changes, Heartbeat? heartbeat, ConsentPool pool, ActLog acts)
    {
        var building = new OverlayBuilding(snapshot, before, pool, acts);
        var ineffective = changes.Count(change => !building.Take(change));
        if (heartbeat is not null)
            building.Take(heartbeat);
        return building.Finish(ineffective);
    }

    /// <summary>Further acts of members upon what is there.</summary>
    /// <exception cref="SnapshotDamagedException">The snapshot turned out to be damaged.</exception>
    public static StandingOverlay Apply(SnapshotView snapshot, StandingOverlay before, IReadOnlyList<StandingChange> acts, ConsentPool pool, ActLog log)
    {
        var building = new OverlayBuilding(snapshot, before, pool, log);
        foreach (var act in acts)
        {
            var member = snapshot.KeyOf(act.Member);
            var standing = building.StandingOf(member);
            if (act.Act.Concerns(standing))
                building.Put(member, act.Act.Apply(standing));
            building._actsThrough = Math.Max(building._actsThrough, act.Revision);
        }

        return building.Finish(0).Overlay;
    }

    private BuiltOverlay Finish(int ineffective) => new(_before.With(_later, _aliases, _through, _asOf, _actsThrough), ineffective, [.. _settled]);

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
        var concerns = change.Act.AliasOf() is { } alias ? Take(change.Act, alias, member) : Take(change, member);
        _through = change.Revision;
        _asOf = change.At > _asOf ? change.At : _asOf;
        return concerns;
    }

    private bool Take(StandingChange change, MemberKey member)
    {
        var acts = _acts.Of(change.Member);
        var standing = Upon(StandingOf(member), acts.Where(act => act.After < change.Revision));
        var concerns = change.Act.Concerns(standing);
        if (concerns)
            Put(member, Upon(change.Act.Apply(standing), Settle(acts, change, standing is not null)));
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

    /// <summary>The acts that the change leaves standing.</summary>
    private IEnumerable<ActArrived> Settle(IReadOnlyList<ActArrived> acts, StandingChange change, bool enrolled)
    {
        if (acts.Count == 0)
            return acts;
        _settled.UnionWith(acts.Where(act => act.IsSettledBy(change, enrolled)));
        return [.. acts.Where(act => act.After < change.Revision && !_settled.Contains(act))];
    }

    /// <summary>Puts what a member did, and nothing has settled, upon what the changes made of the standing.</summary>
    private void Stand(MemberTag tag)
    {
        var member = _snapshot.KeyOf(tag);
        var standing = StandingOf(member);
        if (standing is not null)
            Put(member, Upon(standing, _acts.Of(tag).Where(act => !_settled.Contains(act))));
    }

    private static Standing? Upon(Standing? standing, IEnumerable<ActArrived> acts)
    {
        foreach (var act in acts)
            standing = act.Act.Act.Apply(standing);
        return standing;
    }

    private void Put(MemberKey member, Standing? standing) => _later[member] = standing is { } after ? _pool.Share(after) : null;

    private Standing? StandingOf(MemberKey member)
    {
        if (_later.TryGetValue(member, out var later) || _before.TryGet(member, out later))
            return later;
        return _snapshot.TryFind(member, out var standing) ? standing : null;
    }
}

/// <summary>What came of putting changes or acts upon a snapshot.</summary>
/// <param name="Overlay">The standings that follow.</param>
/// <param name="Ineffective">Changes that concern nobody who is enrolled.</param>
/// <param name="Settled">Acts that changes speak for by now.</param>
internal sealed record BuiltOverlay(StandingOverlay Overlay, int Ineffective, IReadOnlyList<ActArrived> Settled);
