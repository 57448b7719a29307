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

    /// <summary>False for a member who is unknown or not enrolled.</summary>
    public bool TryFind(MemberKey key, out Standing standing) => _held.View.TryFind(key, out standing);

    public void Dispose() => _held.Leave();
}
