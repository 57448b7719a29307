using EdgeService.Building.Snapshots;
using EdgeService.Core.Changes;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots.Changes;

namespace EdgeService.Snapshots;

/// <summary>
/// The snapshot that is served: one reference, swapped whole. Readers take a lease and finish on what they took; the old file is let go
/// when the last of them has left. A bad or older file changes nothing, and one that turns out to be damaged is given up for the one before.
/// </summary>
public sealed class CurrentSnapshot : IDisposable
{
    private readonly Lock _scanning = new();
    private readonly SnapshotFolder _folder;
    private readonly SnapshotChanges _changes;
    private readonly List<RefusedSnapshot> _unreported = [];
    private AdoptedSnapshot? _fallenTo;
    private volatile HeldSnapshot? _held;

    /// <param name="options">Folder and sizes.</param>
    /// <param name="trust">Keys whose snapshots are served.</param>
    /// <param name="secretCheck">What a snapshot under the edge's own member secret says of it.</param>
    /// <param name="changes">Changes acknowledged since. Whoever opened it disposes of it, after this.</param>
    public CurrentSnapshot(SnapshotOptions options, SnapshotTrust trust, ulong secretCheck, ChangeLog changes)
    {
        _changes = new SnapshotChanges(changes);
        _folder = new SnapshotFolder(options, trust, secretCheck, snapshot => _changes.FaultOf(snapshot.ChangesThrough));
    }

    public bool IsThere => _held is not null;

    /// <summary>What is served says of itself; null before the first good file.</summary>
    public SnapshotMetadata? Metadata => _held?.View.Metadata;

    /// <summary>Latest of snapshot, change and heartbeat; null before the first good file.</summary>
    public DateTimeOffset? AsOf => _held?.Overlay.AsOf;

    /// <summary>How much of what is served has been verified; null before the first good file.</summary>
    public VerifiedChunks? Chunks => _held?.View.Chunks;

    /// <exception cref="SnapshotLostException">There is no good file.</exception>
    public SnapshotLease Acquire() => TryAcquire(out var lease) ? lease : throw new SnapshotLostException();

    /// <summary>False when there is no good file.</summary>
    public bool TryAcquire(out SnapshotLease lease)
    {
        var held = Enter();
        lease = held is null ? default : new SnapshotLease(held);
        return held is not null;
    }

    /// <summary>Looks at the folder and moves to the highest valid revision above the one served.</summary>
    public SnapshotScan Scan()
    {
        lock (_scanning)
        {
            var scan = Adopt(above: Metadata?.Revision ?? 0);
            if (scan.Adopted is not null)
            {
                _changes.DropUnneeded(List());
            }

            return Report(scan);
        }
    }

    /// <summary>The files of the folder, the latest revision first.</summary>
    public IReadOnlyList<ListedSnapshot> List()
    {
        lock (_scanning)
        {
            return _folder.List(_held);
        }
    }

    /// <summary>Why a file that can be read whole would not be served now; null when it would be.</summary>
    public SnapshotRefusal? FaultOf(string path)
    {
        lock (_scanning)
        {
            return _folder.FaultOf(path, Metadata?.Revision ?? 0);
        }
    }

    /// <summary>Why a file that holds the changes through this revision would not be served now; null when none that was acknowledged would be lost.</summary>
    public SnapshotRefusal? ChangesMissing(long changesThrough)
    {
        lock (_scanning)
        {
            return _changes.FaultOf(changesThrough);
        }
    }

    /// <summary>
    /// Applies changes to what is served: on disk when this returns, and seen by every lease taken from then on. All of them, or none.
    /// </summary>
    /// <param name="changes">In the order of their revisions.</param>
    /// <param name="asOf">Until when nothing else has changed; null where nothing is said of it.</param>
    /// <param name="validateOnly">Looks at everything and applies nothing.</param>
    /// <exception cref="SnapshotLostException">There is no good file.</exception>
    public ApplyOutcome Apply(IReadOnlyList<StandingChange> changes, DateTimeOffset? asOf, bool validateOnly = false)
    {
        lock (_scanning)
        {
            while (Enter() is { } held)
            {
                try
                {
                    return _changes.Apply(held, changes, asOf, validateOnly);
                }
                catch (SnapshotDamagedException damage)
                {
                    GiveUp(held, damage);
                }
                finally
                {
                    held.Leave();
                }
            }
        }

        throw new SnapshotLostException();
    }

    /// <summary>Number of the last act of a member that came here; 0 for none.</summary>
    public long ActsThrough
    {
        get
        {
            lock (_scanning)
            {
                return _changes.ActsThrough;
            }
        }
    }

    /// <summary>
    /// Takes in what members did: on disk when this returns, and seen by every lease taken from then on. Acts that came before are passed over. Null
    /// when all is done; else what the disk said, and nothing is.
    /// </summary>
    /// <param name="acts">In the order of their numbers.</param>
    /// <exception cref="SnapshotLostException">There is no good file.</exception>
    public IOException? ApplyActs(IReadOnlyList<StandingChange> acts)
    {
        lock (_scanning)
        {
            while (Enter() is { } held)
            {
                try
                {
                    return _changes.Apply(held, acts);
                }
                catch (SnapshotDamagedException damage)
                {
                    GiveUp(held, damage);
                }
                finally
                {
                    held.Leave();
                }
            }
        }

        throw new SnapshotLostException();
    }

    /// <summary>Begins to count members' acts anew: another ledger numbers them now.</summary>
    public void CountActsAnew()
    {
        lock (_scanning)
        {
            _changes.CountActsAnew();
        }
    }

    /// <summary>
    /// Withdraws the file that is served, by renaming it, and goes back to the highest valid one that is left, with every change made since it.
    /// Without one, everything stays.
    /// </summary>
    /// <param name="revision">Which one to withdraw: nothing happens when another is served. Null withdraws whichever is.</param>
    public SnapshotScan RollBack(long? revision = null)
    {
        lock (_scanning)
        {
            if (_held is not { } held || !File.Exists(held.Stamp.Path) || (revision ?? held.View.Metadata.Revision) != held.View.Metadata.Revision)
            {
                return new(null, []);
            }

            // The one before first: whoever is killed in between finds a file to serve.
            _folder.ReconsiderAllBut(held.Stamp);
            var scan = Adopt(above: 0);
            if (scan.Adopted is { } adopted)
            {
                Withdraw(held.Stamp, adopted);
            }

            return scan;
        }
    }

    /// <summary>
    /// Verifies some chunks of what is served that nobody has asked for yet; false when none is left. A damaged file is given up.
    /// </summary>
    public bool VerifySome(ref SnapshotProgress progress, int chunks)
    {
        if (Enter() is not { } held)
        {
            return false;
        }

        try
        {
            return progress.VerifySome(held.View.Chunks, chunks);
        }
        catch (SnapshotDamagedException damage)
        {
            GiveUp(held, damage);
            return true;
        }
        finally
        {
            held.Leave();
        }
    }

    public void Dispose() => Interlocked.Exchange(ref _held, null)?.Leave();

    /// <summary>What is served, entered; null when nothing is.</summary>
    private HeldSnapshot? Enter()
    {
        // A reader that is overtaken between the two steps by a swap finds the newer one.
        while (_held is { } held)
        {
            if (held.TryEnter())
            {
                return held;
            }
        }

        return null;
    }

    private SnapshotScan Adopt(long above)
    {
        List<RefusedSnapshot> refused = [];
        while (_folder.OpenNewest(above, refused) is var (file, stamp))
        {
            if (Overlay(file, stamp, refused) is { } overlay)
            {
                Interlocked.Exchange(ref _held, new HeldSnapshot(file, stamp, overlay, GiveUp))?.Leave();
                return new(new(stamp.Path, file.View.Metadata), refused);
            }
        }

        return new(null, refused);
    }

    /// <summary>Withdraws a file in whose place another has come; where the folder does not allow that, the file comes back.</summary>
    private void Withdraw(SnapshotStamp stamp, AdoptedSnapshot instead)
    {
        try
        {
            _folder.Withdraw(stamp);
        }
        catch
        {
            _folder.Reconsider(stamp);
            Adopt(above: instead.Metadata.Revision);
            throw;
        }
    }

    /// <summary>The changes upon a file that is about to be served; null if it turns out to be damaged, and is put out of the choice.</summary>
    private StandingOverlay? Overlay(SnapshotFile file, SnapshotStamp stamp, List<RefusedSnapshot> refused)
    {
        try
        {
            return _changes.Over(file.View);
        }
        catch (SnapshotDamagedException damage)
        {
            file.Dispose();
            _folder.Quarantine(stamp);
            refused.Add(new(stamp.Path, damage.Refusal));
            return null;
        }
        catch
        {
            file.Dispose();
            _folder.Reconsider(stamp);
            throw;
        }
    }

    /// <summary>Puts a damaged file out of the choice, goes back to the best that is left, and names it the damaged one's successor.</summary>
    private HeldSnapshot? GiveUp(HeldSnapshot damaged, SnapshotDamagedException damage)
    {
        lock (_scanning)
        {
            if (damaged.Successor is { } known)
            {
                return known;
            }

            _folder.Quarantine(damaged.Stamp);
            if (_held == damaged)
            {
                _unreported.Add(new(damaged.Stamp.Path, damage.Refusal));
                FallBack(damaged);
            }

            if (Enter() is { } successor)
            {
                damaged.SucceedBy(successor);
            }

            return damaged.Successor;
        }
    }

    private void FallBack(HeldSnapshot damaged)
    {
        var scan = Adopt(above: 0);
        _unreported.AddRange(scan.Refused);
        _fallenTo = scan.Adopted;
        if (scan.Adopted is null)
        {
            _held = null;
            damaged.Leave();
        }
    }

    /// <summary>Adds what was given up and taken up between two looks, which nobody has been told of.</summary>
    private SnapshotScan Report(SnapshotScan scan)
    {
        var told = new SnapshotScan(scan.Adopted ?? _fallenTo, [.. _unreported, .. scan.Refused]);
        _unreported.Clear();
        _fallenTo = null;
        return told;
    }
}
