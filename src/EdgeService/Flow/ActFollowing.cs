using EdgeService.Accesses;
using EdgeService.Core.Changes;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Faults;
using EdgeService.Ledger;
using EdgeService.Snapshots;
using EdgeService.Telemetry;

namespace EdgeService.Flow;

/// <summary>
/// Brings what members did, in the order the ledger has it, upon the snapshot that is served: at the start before a door opens, after each act of this
/// edge's own, and where edges share a ledger four times a second. While the ledger is out of reach the edge goes by what it has on its disk.
/// </summary>
public sealed class ActFollowing(ILedger ledger, CurrentSnapshot snapshot, AccessLog accesses, TimeProvider clock, ILogger<ActFollowing> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PatienceAtStart = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How much later than a member left an access is forgotten too: clocks differ, and an edge follows a little behind. Nobody is enrolled anew within it.
    /// </summary>
    private static readonly TimeSpan Behind = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _one = new(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryAsync(CatchUpAsync(cancellationToken).WaitAsync(PatienceAtStart, clock, cancellationToken));
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Returns when all acts that the ledger has are on this edge's disk and seen by the next check.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger is out of reach.</exception>
    /// <exception cref="EdgeFaultException">The disk did not take them, or nothing is served.</exception>
    public async Task CatchUpAsync(CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            while (await ReadAsync(cancellation) is { IsEmpty: false } acts)
            {
                // Before, so that a kill in between leaves it to be done again; and after, for what was asked in between.
                await ForgetAsync(acts, cancellation);
                Apply(acts);
                await ForgetAsync(acts, cancellation);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!ledger.IsShared)
            return;
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await TryAsync(CatchUpAsync(stoppingToken));
    }

    private async Task<System.Collections.Immutable.ImmutableArray<KeptAct>> ReadAsync(CancellationToken cancellation)
    {
        var through = snapshot.ActsThrough;
        var page = await ledger.ReadActsAsync(through, LedgerPages.Largest, cancellation);
        if (page.Last >= through)
            return page.Acts;
        log.ActsCountedAnew(through, page.Last);
        snapshot.CountActsAnew();
        return (await ledger.ReadActsAsync(0, LedgerPages.Largest, cancellation)).Acts;
    }

    /// <summary>
    /// Forgets who asked about members until they left, and what was decided about their objections until then. Later ones are of a member who came back:
    /// an act that is followed once more takes nothing from it.
    /// </summary>
    private async Task ForgetAsync(System.Collections.Immutable.ImmutableArray<KeptAct> acts, CancellationToken cancellation)
    {
        foreach (var act in acts.Where(act => act.Act.Act is Leave && act.Actor.Kind == ActorKind.Member))
        {
            try
            {
                var member = KeyOf(act.Act.Member);
                await accesses.EraseAsync(member, act.Act.At + Behind).WaitAsync(cancellation);
                await ledger.EraseDisputesAsync(member, act.Act.Revision, cancellation);
            }
            catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
            {
                // That the member has left counts first; the record's retention ends the rest.
                log.AccessesNotErased(unwritable);
            }
        }
    }

    private MemberKey KeyOf(in MemberTag member)
    {
        if (!snapshot.TryAcquire(out var lease))
            throw new EdgeFaultException(Grounds.NotReady);
        using (lease)
            return lease.KeyOf(member);
    }

    private void Apply(IReadOnlyList<KeptAct> acts)
    {
        try
        {
            if (snapshot.ApplyActs([.. acts.Select(act => act.Act)]) is { } fault)
            {
                log.ChangesNotStored(fault);
                throw new EdgeFaultException(SnapshotFaults.NotStored);
            }
        }
        catch (SnapshotLostException)
        {
            throw new EdgeFaultException(Grounds.NotReady);
        }
    }

    private async Task TryAsync(Task catchingUp)
    {
        try
        {
            await catchingUp;
        }
        catch (Exception fault) when (fault is LedgerUnavailableException or EdgeFaultException or TimeoutException)
        {
            // The ledger says itself that it is out of reach, and the disk that it is full. What was followed so far stays in force.
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.ActsNotFollowed(fault);
        }
    }
}
