using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots.Changes;

namespace EdgeService.Snapshots;

/// <summary>
/// One snapshot and the changes upon it, for as long as a decision takes: neither a swap nor a change meanwhile touches it. Should a part of it that is read for the first time be
/// damaged, the lease moves to the previous good snapshot, and the question is answered from there. Dispose of it exactly once.
/// </summary>
public readonly struct SnapshotLease : IDisposable
{
    private readonly HeldSnapshot _held;
    private readonly StandingOverlay _overlay;

    internal SnapshotLease(HeldSnapshot held) => (_held, _overlay) = (held, held.Overlay);

    public long Revision => Now.View.Metadata.Revision;

    /// <summary>Latest of snapshot, change and heartbeat.</summary>
    public DateTimeOffset AsOf => OverlayOf(Now).AsOf;

    /// <summary>Revision of the last change that counts, in the snapshot or after it.</summary>
    public long ChangesThrough => OverlayOf(Now).Through;

    /// <summary>Number of the last act of a member that counts; 0 for none.</summary>
    public long ActsThrough => OverlayOf(Now).ActsThrough;

    /// <summary>Members that a change after the snapshot concerns.</summary>
    public int ChangedMembers => OverlayOf(Now).Count;

    /// <summary>What the snapshot says of itself.</summary>
    public SnapshotMetadata Metadata => Now.View.Metadata;

    /// <summary>Whether <see cref="Revision"/> and <see cref="AsOf"/> are no longer what they were when the lease was taken.</summary>
    public bool HasMoved => _held.Successor is not null;

    private HeldSnapshot Now
    {
        get
        {
            var held = _held;
            while (held.Successor is { } successor)
                held = successor;
            return held;
        }
    }

    /// <summary>The key a member is entered under here, and known by to ledger and tokens: usually the member's own.</summary>
    public MemberKey KeyOf(in MemberTag member) => Now.View.KeyOf(member);

    /// <summary>The key of the member whom a card or document leads to; false when it leads to nobody.</summary>
    /// <exception cref="SnapshotLostException">The snapshot is damaged and there is no other.</exception>
    public bool TryFindAlias(in AliasTag alias, out MemberKey key)
    {
        for (var held = Now; ;)
        {
            try
            {
                if (!OverlayOf(held).TryGetAlias(alias, out var later))
                    return held.View.TryFindAlias(alias, out key);
                key = later.GetValueOrDefault();
                return later is not null;
            }
            catch (SnapshotDamagedException damage)
            {
                held = held.GiveUp(damage);
            }
        }
    }

    /// <summary>False for a member who is unknown or not enrolled.</summary>
    /// <exception cref="SnapshotLostException">The snapshot is damaged and there is no other.</exception>
    public bool TryFind(MemberKey key, out Standing standing)
    {
        for (var held = Now; ;)
        {
            try
            {
                // Whatever has changed since: who has changed must not be told by the time it takes.
                var found = held.View.TryFind(key, out standing);
                if (!OverlayOf(held).TryGet(key, out var later))
                    return found;
                standing = later.GetValueOrDefault();
                return later is not null;
            }
            catch (SnapshotDamagedException damage)
            {
                held = held.GiveUp(damage);
            }
        }
    }

    /// <summary>Does for a refused member what another one's refusal would have taken beyond it.</summary>
    /// <exception cref="SnapshotLostException">The snapshot is damaged and there is no other.</exception>
    public void EvenOut(MemberKey key)
    {
        var held = Now;
        try
        {
            held.View.EvenOut(key);
        }
        catch (SnapshotDamagedException damage)
        {
            held.GiveUp(damage);
        }
    }

    /// <summary>
    /// The standing of every member in turn, null for one who is unknown or not enrolled; all from one snapshot. Faster than one by one: the
    /// reads of all overlap.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="standings"/> is shorter than <paramref name="keys"/>.</exception>
    /// <exception cref="SnapshotLostException">The snapshot is damaged and there is no other.</exception>
    public void FindMany(ReadOnlySpan<MemberKey> keys, Span<Standing?> standings)
    {
        for (var held = Now; ;)
        {
            try
            {
                held.View.FindMany(keys, standings);
                OverlayOf(held).Amend(keys, standings);
                return;
            }
            catch (SnapshotDamagedException damage)
            {
                held = held.GiveUp(damage);
            }
        }
    }

    /// <summary>How scores and tiers are spread in the file; changes since are not counted.</summary>
    /// <param name="most">Most members to count; a sample of about so many where there are more.</param>
    /// <exception cref="SnapshotLostException">The snapshot is damaged and there is no other.</exception>
    public ScoreSample SampleScores(int most)
    {
        for (var held = Now; ;)
        {
            try
            {
                return ScoreSampling.Of(held.View, most);
            }
            catch (SnapshotDamagedException damage)
            {
                held = held.GiveUp(damage);
            }
        }
    }

    public void Dispose() => _held.Leave();

    /// <summary>The changes as they were when the lease was taken; those of a successor as they are.</summary>
    private StandingOverlay OverlayOf(HeldSnapshot held) => ReferenceEquals(held, _held) ? _overlay : held.Overlay;
}
