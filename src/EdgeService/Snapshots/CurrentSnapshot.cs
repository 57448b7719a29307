using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots;

/// <summary>
/// The snapshot that is served: one reference, swapped whole. Readers take a lease and finish on what they took; the old file is let go
/// when the last of them has left. A bad or older file changes nothing.
/// </summary>
public sealed class CurrentSnapshot : IDisposable
{
    private readonly Lock _scanning = new();
    private readonly SnapshotFolder _folder;
    private volatile HeldSnapshot? _held;

    /// <param name="options">Folder and sizes.</param>
    /// <param name="trust">Keys whose snapshots are served.</param>
    /// <param name="secretCheck">What a snapshot under the edge's own member secret says of it.</param>
    public CurrentSnapshot(SnapshotOptions options, SnapshotTrust trust, ulong secretCheck) =>
        _folder = new SnapshotFolder(options, trust, secretCheck);

    public bool IsThere => _held is not null;

    /// <summary>What is served says of itself; null before the first good file.</summary>
    public SnapshotMetadata? Metadata => _held?.View.Metadata;

    /// <exception cref="InvalidOperationException">There has been no good file yet.</exception>
    public SnapshotLease Acquire()
    {
        // A reader that is overtaken between the two steps by a swap finds the newer one.
        while (_held is { } held)
        {
            if (held.TryEnter())
            {
                return new SnapshotLease(held);
            }
        }

        throw new InvalidOperationException("No snapshot has been loaded.");
    }

    /// <summary>Looks at the folder and moves to the highest valid revision above the one served.</summary>
    public SnapshotScan Scan()
    {
        lock (_scanning)
        {
            return Adopt(above: Metadata?.Revision ?? 0);
        }
    }

    /// <summary>
    /// Withdraws the file that is served, by renaming it, and goes back to the highest valid one that is left. Without one, everything stays.
    /// </summary>
    public SnapshotScan RollBack()
    {
        lock (_scanning)
        {
            if (_held is not { } held || !File.Exists(held.Path))
            {
                return new(null, []);
            }

            _folder.Withdraw(held.Path);
            var scan = Adopt(above: 0);
            if (scan.Adopted is null)
            {
                SnapshotFolder.Restore(held.Path);
            }

            return scan;
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _held, null)?.Leave();

    private SnapshotScan Adopt(long above)
    {
        List<RefusedSnapshot> refused = [];
        if (_folder.OpenNewest(above, refused) is not var (file, path))
        {
            return new(null, refused);
        }

        var metadata = file.View.Metadata;
        Interlocked.Exchange(ref _held, new HeldSnapshot(file, path))?.Leave();
        return new(new(path, metadata), refused);
    }
}
