using EdgeService.Catalog;
using EdgeService.Core.Grants;
using EdgeService.Core.Snapshots;
using EdgeService.Ledger;
using EdgeService.Signing;
using EdgeService.Snapshots;
using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Flow.Figures;

/// <summary>
/// Gathers what operators see of this edge, from counters and what is in memory; the store is asked now and then, for a bounded page. Nothing here
/// throws because something is out of reach: then the last known figures stay, with their time.
/// </summary>
/// <remarks>One caller at a time.</remarks>
public sealed class FiguresFlow(
    CurrentSnapshot snapshot,
    CurrentCatalog catalog,
    ILedger ledger,
    OutageJournal outage,
    Remembering remembering,
    TerminalListFlow terminals,
    EdgeMeeting edges,
    Seals seals,
    DecisionCounts counts,
    IOptions<LedgerOptions> store,
    IOptions<SigningOptions> signing,
    TimeProvider clock)
{
    private const int MostSampled = 262_144;
    private const int MostRecords = 250_000;
    private const int MostTerminals = 1999;
    private const int NewestShown = 8;

    /// <summary>How often the store is asked, and open grants are counted.</summary>
    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(10);

    private readonly AnswerHistory _history = new();
    private readonly NowAndThen<DisputedFigures> _disputed = new(StoreEvery, clock);
    private readonly NowAndThen<TerminalFigures> _terminals = new(StoreEvery, clock);
    private (OpenCount Count, DateTimeOffset At)? _open;
    private (long Revision, ScoreSample? Scores) _scores;

    /// <summary>Keeps a reading of the counters for the figures of the last hour; to be called every minute, or more often.</summary>
    public void NoteAnswers() => _history.Note(clock.GetUtcNow(), counts.Read());

    public async Task<EdgeFigures> GatherAsync(CancellationToken cancellation)
    {
        var disputed = _disputed.AskAsync(now => DisputedAsync(now, cancellation));
        var listed = _terminals.AskAsync(_ => TerminalsAsync(cancellation));
        await Task.WhenAll(disputed, listed);
        var (now, answered) = (clock.GetUtcNow(), counts.Read());
        var (basis, served) = (SnapshotNow(now), catalog.Catalog);
        CountOpen(now);
        return new EdgeFigures(
            now,
            signing.Value.EdgeNumber,
            served.Revision,
            basis,
            PerkTable.Of(served, basis?.Basis.Age, answered, perk => _history.LastHour(perk, now, answered.GetValueOrDefault(perk)), _open?.Count),
            LedgerNow(),
            await disputed,
            await listed,
            EdgeLine.Of(edges.Heard, signing.Value.EdgeNumber, now));
    }

    private SnapshotFigures? SnapshotNow(DateTimeOffset now)
    {
        if (!snapshot.TryAcquire(out var lease))
            return null;
        try
        {
            using (lease)
            {
                var age = now > lease.AsOf ? now - lease.AsOf : TimeSpan.Zero;
                var basis = new Basis(lease.Revision, catalog.Catalog.Revision, lease.AsOf, age, lease.ActsThrough);
                return new SnapshotFigures(basis, lease.Metadata, lease.ChangesThrough, lease.ChangedMembers, snapshot.Chunks?.Share ?? 0, ScoresOf(lease));
            }
        }
        catch (SnapshotLostException)
        {
            return null;
        }
    }

    /// <summary>Once a snapshot: at most 64 chunks are read and verified for it.</summary>
    private ScoreSample? ScoresOf(in SnapshotLease lease)
    {
        if (_scores.Scores is null || _scores.Revision != lease.Revision)
            _scores = (lease.Revision, lease.SampleScores(MostSampled));
        return _scores.Scores;
    }

    private void CountOpen(DateTimeOffset now)
    {
        if (_open is { } last && now >= last.At && now - last.At < StoreEvery)
            return;
        if (ledger.CountOpen(now, MostRecords) is { } count)
            _open = (count, now);
    }

    private LedgerFigures LedgerNow()
    {
        var (health, pending, load) = (ledger.Health, outage.Pending(), ledger.Load);
        return new LedgerFigures(
            store.Value.Store.ToString().ToLowerInvariant(),
            ledger.IsShared,
            health.Usable ? "" : LedgerFaults.Describe(health.Fault),
            load.Waiting,
            load.Room,
            pending.Count,
            pending.Count == 0 ? null : pending[0].At,
            _open?.At,
            _open is { } open && open.Count.Records > 0 ? (double)open.Count.Counted / open.Count.Records : 1);
    }

    private async Task<DisputedFigures> DisputedAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        RequireLedger();
        var filter = new GrantFilter { Now = now, CameSecond = true, NewestFirst = true, States = [GrantState.LateConflict] };
        var conflicts = await remembering.ListGrantsAsync(filter, null, LedgerPages.Largest, cancellation);
        var faulty = await remembering.ListFaultyClaimsAsync(new FaultyClaimFilter { OpenOnly = true }, null, LedgerPages.Largest, cancellation);
        return new DisputedFigures(
            conflicts.Grants.Length,
            conflicts.Next is not null,
            [.. conflicts.Grants.Take(NewestShown).Select(Line)],
            faulty.Claims.Length,
            faulty.Next is not null);
    }

    private ConflictFigures Line(ListedGrant listed)
    {
        var (terms, conflict) = (listed.Grant.Terms, listed.Grant.Conflict!);
        return new ConflictFigures(
            seals.SealGrant(listed.Member, listed.Grant.Number), terms.PerkId, $"{terms.PartnerId}:{terms.VenueId}:{terms.TerminalId}", conflict.Cause, conflict.RecordedAt);
    }

    private async Task<TerminalFigures> TerminalsAsync(CancellationToken cancellation)
    {
        RequireLedger();
        var (found, next) = await terminals.ListAsync(new TerminalSearch("", "", []), "", MostTerminals, cancellation);
        return TerminalFigures.Of(found, more: next.Length > 0);
    }

    /// <summary>A store that is known to be away is not waited for.</summary>
    /// <exception cref="Faults.EdgeFaultException">It is.</exception>
    private void RequireLedger()
    {
        if (!ledger.Health.Usable)
            throw new Faults.EdgeFaultException(Remembering.OutOfReach);
    }
}
