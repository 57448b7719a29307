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
    public StandingOverlay Over(SnapshotView snapshot) => OverlayBuilding.Replay(snapshot, log, _pool);

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
        var (after, ineffective) = OverlayBuilding.Apply(held.View, before, fresh, heartbeat, _pool);
        if (!validateOnly && Store(fresh, heartbeat) is { } fault)
            return new ApplyOutcome.NotStored(fault);
        if (!validateOnly)
            held.Overlay = after;
        return new ApplyOutcome.Applied(fresh.Length, changes.Count - fresh.Length, ineffective, validateOnly ? before.Through : through);
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
