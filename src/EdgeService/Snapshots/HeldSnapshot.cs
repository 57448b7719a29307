using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots;

/// <summary>
/// An opened file that lives until the last of its readers has left. The one who holds it counts as a reader.
/// </summary>
internal sealed class HeldSnapshot(SnapshotFile file, string path)
{
    private int _readers = 1;

    public SnapshotView View => file.View;

    public string Path => path;

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
        }
    }
}
