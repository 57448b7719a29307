using System.Collections.Concurrent;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Faults;
using EdgeService.Ledger;
using EdgeService.Signing;
using EdgeService.Telemetry;

namespace EdgeService.Flow;

/// <summary>
/// Claims what was noted during an outage when the ledger is back: a member's in order, many members at once. Each note is claimed under the request
/// it answered, so that it counts once even where an earlier attempt had been kept and only its answer lost; what it was settled to is kept beside
/// it. Refusals become the first answers of their requests. What cannot be claimed waits, is said in the log, and holds up no other.
/// </summary>
public sealed class OutageReplay(OutageJournal outage, ILedger ledger, Grounds grounds, Seals seals, TimeProvider clock, ILogger<OutageReplay> log) : BackgroundService
{
    /// <summary>The method under whose name settlements are kept.</summary>
    internal const string Method = "SettleProvisional";

    /// <summary>Members settled at once; more would share no more of a commit.</summary>
    private const int MostAtOnce = 64;

    /// <summary>A member is settled behind one of these, so that no two settle the same.</summary>
    private const int Gates = 256;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StuckFor = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _settling = new(1);
    private readonly SemaphoreSlim[] _gates = [.. Enumerable.Range(0, Gates).Select(_ => new SemaphoreSlim(1))];
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _stuck = [];

    /// <summary>The request under which the settlement of a provisional answer is kept.</summary>
    internal static LedgerRequest RequestOf(string caller, Guid requestId, Seals seals) => new(caller, Method, requestId, seals.DigestOf(Method, []));

    /// <summary>Settles what waits of one member, if the ledger is back, so that limits count it. Says nothing if it is not.</summary>
    public async Task SettleOfAsync(MemberKey member, CancellationToken cancellation)
    {
        if (outage.IsQuiet || !ledger.Health.Usable || !outage.HoldsOf(member))
            return;
        await TrySettleOfAsync(member, cancellation);
    }

    /// <summary>Settles all that waits; ends early when the ledger is out of reach.</summary>
    public async Task SettleAllAsync(CancellationToken cancellation)
    {
        await _settling.WaitAsync(cancellation);
        try
        {
            var reached = true;
            var bounds = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
            await Parallel.ForEachAsync(outage.Members(), bounds, async (member, stopping) =>
            {
                if (Volatile.Read(ref reached) && !await TrySettleOfAsync(member, stopping))
                    Volatile.Write(ref reached, false);
            });
        }
        finally
        {
            _settling.Release();
        }
    }

    /// <summary>Members settled at once. Internal, so that a measurement can compare.</summary>
    internal int AtOnce { get; set; } = MostAtOnce;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (!outage.IsQuiet)
                    await SettleAllAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The service stops; what waits is claimed by the next.
        }
    }

    /// <summary>Settles what waits of a member, in order. False when the ledger is out of reach.</summary>
    private async Task<bool> TrySettleOfAsync(MemberKey member, CancellationToken cancellation)
    {
        var gate = _gates[member.Value % Gates];
        await gate.WaitAsync(cancellation);
        try
        {
            foreach (var record in outage.PendingOf(member).Where(record => !IsStuck(record)))
            {
                if (!await TrySettleAsync(record, cancellation))
                    return false;
            }

            return true;
        }
        finally
        {
            gate.Release();
        }
    }

    private bool IsStuck(OutageAnswered record) => _stuck.TryGetValue(record.Request.RequestId, out var until) && clock.GetUtcNow() < until;

    /// <summary>False when the ledger is out of reach.</summary>
    private async Task<bool> TrySettleAsync(OutageAnswered record, CancellationToken cancellation)
    {
        try
        {
            await (record is OutageNote note ? ClaimAsync(note, cancellation) : KeepAsync(record, cancellation));
            await outage.SettleAsync(record);
            _stuck.TryRemove(record.Request.RequestId, out _);
            return true;
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            _stuck[record.Request.RequestId] = clock.GetUtcNow() + StuckFor;
            log.OutageNoteStuck(fault, record.Request.RequestId);
            return true;
        }
    }

    private async Task ClaimAsync(OutageNote note, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var perk = PerkOf(note);
        await ledger.AppendAsync(CallOf(note, note.Request, now, scene => Claim(note, perk, scene, now)), cancellation);
        var settlement = RequestOf(note.Request.Caller, note.Request.RequestId, seals);
        await ledger.AppendAsync(CallOf(note, settlement, now, scene => Settle(note, perk, scene, now)), cancellation);
    }

    /// <summary>The answer becomes the first one of its request, unless an attempt before it was kept after all.</summary>
    private async Task KeepAsync(OutageAnswered record, CancellationToken cancellation) => await ledger.AppendAsync(
        new LedgerCall { Member = seals.CurrentOf(record.Member), Request = record.Request, Now = clock.GetUtcNow(), Decide = _ => LedgerVerdict.Unchanged(record.Reply) }, cancellation);

    private LedgerCall CallOf(OutageNote note, LedgerRequest request, DateTimeOffset now, Func<LedgerScene, LedgerVerdict> decide) => new()
    {
        Member = seals.CurrentOf(note.Member),
        Request = request,
        Now = now,
        Items = Granting.ItemRefsOf(note.Terms.PartnerId, note.Terms.Items),
        Decide = decide,
    };

    /// <summary>The claim itself; its reply is the provisional one, for whoever repeats the request.</summary>
    private static LedgerVerdict Claim(OutageNote note, Perk? perk, LedgerScene scene, DateTimeOffset now) =>
        LedgerVerdict.Of(Apply(note, perk, scene, now), note.Reply);

    /// <summary>
    /// What it came to. What was claimed for this very note is it; where the request had been kept in an earlier attempt, that grant is; where
    /// that attempt had been refused, the thing is out all the same.
    /// </summary>
    private LedgerVerdict Settle(OutageNote note, Perk? perk, LedgerScene scene, DateTimeOffset now)
    {
        var claimed = Run(note, perk, scene, now).Outcome is { Result: GrantResult.Repeated, Grant.ClaimedOffline: true };
        if (!claimed && OutageClaims.GrantedBefore(scene.Record, note.Terms, note.Token, note.At) is { } before)
            return LedgerVerdict.Unchanged(Settlement.Write(ClaimResult.Settled, seals.SealGrant(seals.CurrentOf(note.Member), before.Number)));
        var step = Apply(note, perk, scene, now);
        var grant = step.Outcome.Grant!;
        var result = grant.State == GrantState.LateConflict ? ClaimResult.LateConflict : ClaimResult.Settled;
        return LedgerVerdict.Of(step, Settlement.Write(result, seals.SealGrant(seals.CurrentOf(note.Member), grant.Number)));
    }

    private static GrantStep Apply(OutageNote note, Perk? perk, LedgerScene scene, DateTimeOffset now)
    {
        var step = Run(note, perk, scene, now);
        return step.Outcome.Done || step.Outcome.Result == GrantResult.Repeated ? step : throw new EdgeFaultException(GrantFaults.Of(step.Outcome, now));
    }

    private static GrantStep Run(OutageNote note, Perk? perk, LedgerScene scene, DateTimeOffset now)
    {
        var limits = perk?.Limits;
        var usage = scene.Record.UsageOf(note.Terms.PerkCode, note.Terms.PartnerId, note.Terms.Period, note.Terms.Journey, now, note.Token);
        var within = limits is null || UsageLimits.Admit(limits, usage, note.Terms.Units);
        return Custody.Apply(scene, new ClaimOffline(note.At, note.Token, note.Expires, note.Terms, within, HandedOver: false, note.Actor, "granted while the ledger was out of reach"), now);
    }

    private Perk? PerkOf(OutageNote note)
    {
        using var ground = grounds.Take();
        return ground.Catalog.FindPerk(note.Terms.PerkId);
    }
}
