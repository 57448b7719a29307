using EdgeService.Catalog;
using EdgeService.Core.Snapshots;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Snapshots;
using EdgeService.Snapshots.Uploads;
using EdgeService.Telemetry;

namespace EdgeService.Flow;

/// <summary>What operators do with the snapshots of this edge.</summary>
public sealed class SnapshotFlow(CurrentSnapshot snapshot, SnapshotUploads uploads, CurrentCatalog catalog, TimeProvider clock, ILogger<SnapshotFlow> log)
{
    /// <summary>What is answered from now.</summary>
    /// <exception cref="EdgeFaultException">There is no snapshot.</exception>
    public EdgeBasis Basis()
    {
        if (!snapshot.TryAcquire(out var lease))
            throw new EdgeFaultException(Grounds.NotReady);
        using (lease)
        {
            var now = clock.GetUtcNow();
            var age = now > lease.AsOf ? now - lease.AsOf : TimeSpan.Zero;
            var basis = new Basis(lease.Revision, catalog.Catalog.Revision, lease.AsOf, age, lease.ActsThrough);
            return new(basis, lease.Metadata, lease.ChangesThrough, lease.ChangedMembers, snapshot.Chunks?.Share ?? 0);
        }
    }

    public IReadOnlyList<ListedSnapshot> List() => snapshot.List();

    /// <summary>Receives a snapshot and serves it.</summary>
    /// <exception cref="EdgeFaultException">It was refused, or not all of it came; what is served stays.</exception>
    public async Task<ListedSnapshot> UploadAsync(
        Caller caller,
        ReadOnlyMemory<byte> footer,
        long revision,
        long offset,
        long? changesThrough,
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks,
        CancellationToken cancellation)
    {
        var outcome = await uploads.ReceiveAsync(new(footer, revision, offset, changesThrough), chunks, cancellation);
        if (outcome is UploadOutcome.Served served)
        {
            log.SnapshotReceived(revision, served.Snapshot.TotalBytes, caller.Name);
            return served.Snapshot;
        }

        if (outcome is UploadOutcome.NotStored failed)
            log.SnapshotNotStored(failed.Fault, revision);
        throw new EdgeFaultException(SnapshotFaults.Of(outcome));
    }

    /// <summary>Goes back to the snapshot before.</summary>
    /// <exception cref="EdgeFaultException">Another revision is served, or there is nothing to go back to.</exception>
    public ListedSnapshot RollBack(Caller caller, long revision)
    {
        if (snapshot.Metadata?.Revision is var served && served != revision)
            throw new EdgeFaultException(new(FaultReason.RollbackImpossible, $"Revision {served} is served, not {revision}: nothing was done."));
        var scan = RollBack(revision);
        if (scan.Adopted is not { } adopted)
            throw new EdgeFaultException(SnapshotFaults.NothingBefore(revision, scan.Refused.Select(refused => refused.Refusal)));
        log.SnapshotRolledBack(revision, adopted.Metadata.Revision, caller.Name);
        return snapshot.List().First(one => one.State == SnapshotState.Served);
    }

    private SnapshotScan RollBack(long revision)
    {
        try
        {
            return snapshot.RollBack(revision);
        }
        catch (Exception fixedFolder) when (fixedFolder is IOException or UnauthorizedAccessException)
        {
            log.SnapshotNotWithdrawn(fixedFolder, revision);
            throw new EdgeFaultException(new(
                FaultReason.RollbackImpossible, $"The folder of snapshots does not let revision {revision} be renamed; the log says why. It stays."));
        }
    }
}
