using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots;

/// <summary>
/// One snapshot for as long as a decision takes: a swap meanwhile does not touch it. Should a part of it that is read for the first time be
/// damaged, the lease moves to the previous good snapshot, and the question is answered from there. Dispose of it exactly once.
/// </summary>
public readonly struct SnapshotLease : IDisposable
{
    private readonly HeldSnapshot _held;

    internal SnapshotLease(HeldSnapshot held) => _held = held;

    public long Revision => Now.View.Metadata.Revision;

    public DateTimeOffset AsOf => Now.View.Metadata.AsOf;

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

    /// <summary>False for a member who is unknown or not enrolled.</summary>
    /// <exception cref="SnapshotLostException">The snapshot is damaged and there is no other.</exception>
    public bool TryFind(MemberKey key, out Standing standing)
    {
        for (var held = Now; ;)
        {
            try
            {
                return held.View.TryFind(key, out standing);
            }
            catch (SnapshotDamagedException damage)
            {
                held = held.GiveUp(damage);
            }
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
                return;
            }
            catch (SnapshotDamagedException damage)
            {
                held = held.GiveUp(damage);
            }
        }
    }

    public void Dispose() => _held.Leave();
}
