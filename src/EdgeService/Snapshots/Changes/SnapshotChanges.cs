using EdgeService.Core.Changes;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots.Changes;

/// <summary>Brings the log of changes and a snapshot together. The caller serialises all calls.</summary>
internal sealed class SnapshotChanges(ChangeLog log)
{
    private readonly ConsentPool _pool = new();

    /// <summary>Why a snapshot that holds the changes through this revision cannot be served here: changes that were acknowledged would be lost. Null when none would be.</summary>
    public SnapshotRefusal? FaultOf(long changesThrough) => log.Coverage.MissingFrom(changesThrough) is { } missing
        ? new(
            SnapshotFault.ChangesMissing,
            $"The file holds changes through {changesThrough}, and this edge has no longer those of revision {missing}. Provide a newer snapshot.")
        : null;

    /// <summary>Everything acknowledged that is later than the snapshot.</summary>
    /// <exception cref="SnapshotDamagedException">The snapshot turned out to be damaged.</exception>
    public StandingOverlay Over(SnapshotView snapshot)
    {
        var built = OverlayBuilding.Replay(snapshot, log, _pool);
        Settle(built.Settled);
        return built.Overlay;
    }

    /// <summary>Number of the last act of a member that came; 0 for none.</summary>
    public long ActsThrough => log.Acts.Through;

    /// <summary>Takes in what members did, on disk, then in memory. Null when all is done; else what the disk said, and nothing is.</summary>
    /// <exception cref="SnapshotDamagedException">The snapshot turned out to be damaged; nothing was taken in.</exception>
    public IOException? Apply(HeldSnapshot held, IReadOnlyList<StandingChange> acts)
    {
        var before = held.Overlay;
        StandingChange[] fresh = [.. acts.Where(act => act.Revision > log.Acts.Through)];
        var after = OverlayBuilding.Apply(held.View, before, fresh, _pool, log.Acts);
        try
        {
            log.Acts.Append([.. fresh.Select(act => new ActArrived(act, before.Through))]);
        }
        catch (IOException fault)
        {
            return fault;
        }

        held.Overlay = after;
        return null;
    }

    /// <summary>Begins to count acts anew.</summary>
    public void CountActsAnew() => log.Acts.CountAnew();

    /// <summary>Applies changes on disk, then in memory; all or none.</summary>
    /// <exception cref="SnapshotDamagedException">The snapshot turned out to be damaged; nothing was applied.</exception>
    public ApplyOutcome Apply(HeldSnapshot held, IReadOnlyList<StandingChange> changes, DateTimeOffset? asOf, bool validateOnly)
    {
        var before = held.Overlay;
        var places = ChangeOrder.Place(before.Through, log.DigestOf, [.. changes.Select(change => (change.Revision, DigestOf(change)))]);
        if (places.Any(place => place.Place is not (ChangePlace.Next or ChangePlace.Repeated)))
            return new ApplyOutcome.Misplaced(places);

        StandingChange[] fresh = [.. changes.Where((_, i) => places[i].Place == ChangePlace.Next)];
        var through = fresh.Length == 0 ? before.Through : fresh[^1].Revision;
        var heartbeat = asOf is { } moment && moment > before.AsOf ? new Heartbeat(through, moment) : null;
        var built = OverlayBuilding.Apply(held.View, before, fresh, heartbeat, _pool, log.Acts);
        if (!validateOnly && Store(fresh, heartbeat) is { } fault)
            return new ApplyOutcome.NotStored(fault);
        if (!validateOnly)
        {
            held.Overlay = built.Overlay;
            Settle(built.Settled);
        }

        return new ApplyOutcome.Applied(fresh.Length, changes.Count - fresh.Length, built.Ineffective, validateOnly ? before.Through : through);
    }

    /// <summary>Lets go of the changes that neither the served snapshot nor the one before it needs. Failing that they stay until the next time.</summary>
    public void DropUnneeded(IReadOnlyList<ListedSnapshot> listed)
    {
        var needed = listed.Where(one => one.State is SnapshotState.Served or SnapshotState.Previous).Min(one => one.Metadata?.ChangesThrough);
        try
        {
            log.DropThrough(needed ?? 0);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            // The disk is full: the log is longer than it need be.
        }
    }

    private void Settle(IReadOnlyList<ActArrived> settled)
    {
        try
        {
            if (settled.Count > 0)
                log.Acts.Settle(settled);
        }
        catch (IOException)
        {
            // The disk is full. The changes that settle them are on it: they do so again at the next start.
        }
    }

    private IOException? Store(StandingChange[] fresh, Heartbeat? heartbeat)
    {
        try
        {
            log.Append(fresh, heartbeat);
            return null;
        }
        catch (IOException fault)
        {
            return fault;
        }
    }

    private static ulong DigestOf(StandingChange change) => ChangeEncoding.DigestOf(ChangeEncoding.Write(new ChangeMade(change)));
}
