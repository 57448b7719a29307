using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots.Changes;

namespace EdgeService.Snapshots;

/// <summary>
/// An opened file that lives until the last of its readers has left. The one who holds it counts as a reader. When a chunk of it turns out to be
/// damaged its readers go on with the one that came in its place, which they keep alive.
/// </summary>
internal sealed class HeldSnapshot(
    SnapshotFile file, SnapshotStamp stamp, StandingOverlay overlay, Func<HeldSnapshot, SnapshotDamagedException, HeldSnapshot?> giveUp)
{
    private int _readers = 1;
    private volatile StandingOverlay _overlay = overlay;
    private volatile HeldSnapshot? _successor;

    public SnapshotView View => file.View;

    public SnapshotStamp Stamp => stamp;

    /// <summary>What changed since the file. Who holds the lock over all of them puts a later one in its place.</summary>
    public StandingOverlay Overlay
    {
        get => _overlay;
        set => _overlay = value;
    }

    /// <summary>What came in place of a damaged file; null of one that is not known to be damaged, or that nothing could replace.</summary>
    public HeldSnapshot? Successor => _successor;

    /// <summary>False when the last reader has left already: there is a newer file then.</summary>
    public bool TryEnter()
    {
        var readers = Volatile.Read(ref _readers);
        while (readers > 0)
        {
            var seen = Interlocked.CompareExchange(ref _readers, readers + 1, readers);
            if (seen == readers)
            {
                return true;
            }

            readers = seen;
        }

        return false;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _readers) == 0)
        {
            file.Dispose();
            _successor?.Leave();
        }
    }

    /// <summary>What to read from instead of this damaged file.</summary>
    /// <exception cref="SnapshotLostException">There is nothing.</exception>
    public HeldSnapshot GiveUp(SnapshotDamagedException damage) => giveUp(this, damage) ?? throw new SnapshotLostException();

    /// <summary>Names the successor, which has been entered for this one. Once, by whoever holds the lock over all of them.</summary>
    public void SucceedBy(HeldSnapshot entered) => _successor = entered;
}
