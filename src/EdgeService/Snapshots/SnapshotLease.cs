using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots;

/// <summary>One snapshot for as long as a decision takes: a swap meanwhile does not touch it. Dispose of it exactly once.</summary>
public readonly struct SnapshotLease : IDisposable
{
    private readonly HeldSnapshot _held;

    internal SnapshotLease(HeldSnapshot held) => _held = held;

    public long Revision => _held.View.Metadata.Revision;

    public DateTimeOffset AsOf => _held.View.Metadata.AsOf;

    /// <summary>The key a member is entered under here, and known by to ledger and tokens: usually the member's own.</summary>
    public MemberKey KeyOf(in MemberTag member) => _held.View.KeyOf(member);

    /// <summary>False for a member who is unknown or not enrolled.</summary>
    public bool TryFind(MemberKey key, out Standing standing) => _held.View.TryFind(key, out standing);

    /// <summary>
    /// The standing of every member in turn, null for one who is unknown or not enrolled. Faster than one by one: the reads of all overlap.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="standings"/> is shorter than <paramref name="keys"/>.</exception>
    public void FindMany(ReadOnlySpan<MemberKey> keys, Span<Standing?> standings) => _held.View.FindMany(keys, standings);

    public void Dispose() => _held.Leave();
}
