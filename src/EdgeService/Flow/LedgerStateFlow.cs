using EdgeService.Core.Grants;
using EdgeService.Faults;
using EdgeService.Ledger;
using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Flow;

/// <summary>How the ledger is.</summary>
/// <param name="Store">What holds it.</param>
/// <param name="Fault">Why it cannot be used, for an operator; empty while it can.</param>
/// <param name="PendingNotes">Provisional notes of this edge that wait.</param>
/// <param name="OldestNote">When the oldest was written down; null without one.</param>
/// <param name="OpenConflicts">Conflicts nobody has decided; at most a page of them is counted.</param>
/// <param name="FaultyClaims">Claims that could not be settled and wait for a person; at most a page of them is counted.</param>
/// <param name="Retention">How long after its end a grant's entries are kept.</param>
/// <param name="ErasedGrants">Grants of which only totals remain.</param>
/// <param name="EraseBefore">What ended before it is erased now.</param>
public sealed record LedgerState(
    string Store, string Fault, int PendingNotes, DateTimeOffset? OldestNote, int OpenConflicts, int FaultyClaims, TimeSpan Retention, long ErasedGrants, DateTimeOffset EraseBefore);

/// <summary>A finished copy of the ledger.</summary>
/// <param name="FileName">Its name in the folder of backups.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="FinishedAt">When it was whole and on disk.</param>
public sealed record LedgerCopy(string FileName, long Bytes, DateTimeOffset FinishedAt);

/// <summary>The ledger as a whole: how it is, and its copies.</summary>
public sealed class LedgerStateFlow(
    ILedger ledger, OutageJournal outage, IOptions<LedgerOptions> options, TimeProvider clock, ILogger<LedgerStateFlow> log)
{
    private static readonly EdgeFault NoCopy = new(
        FaultReason.NotThisStore, "This ledger is not the service's to copy: set Edge:Ledger:BackupFolder for SQLite, or use pg_basebackup on PostgreSQL.");

    /// <summary>Answers also while the ledger is out of reach; what must be asked of it is then 0.</summary>
    public async Task<LedgerState> StateAsync(CancellationToken cancellation)
    {
        var (health, now, pending) = (ledger.Health, clock.GetUtcNow(), outage.Pending());
        var (conflicts, faulty, erased) = health.Usable ? await CountAsync(now, cancellation) : (0, 0, 0);
        return new LedgerState(
            options.Value.Store.ToString().ToLowerInvariant(),
            health.Usable ? "" : LedgerFaults.Describe(health.Fault),
            pending.Count,
            pending.Count == 0 ? null : pending[0].At,
            conflicts,
            faulty,
            options.Value.GrantRetention,
            erased,
            now - options.Value.GrantRetention);
    }

    /// <summary>Copies the ledger while it goes on working.</summary>
    /// <exception cref="EdgeFaultException">This store cannot, or the copy cannot be written.</exception>
    public async Task<LedgerCopy> BackUpAsync(string? fileName, CancellationToken cancellation)
    {
        try
        {
            return await ledger.BackUpAsync(fileName, cancellation) is { } copy
                ? new LedgerCopy(copy.FileName, copy.Bytes, copy.FinishedAt)
                : throw new EdgeFaultException(NoCopy);
        }
        catch (IOException fault)
        {
            log.LedgerNotTended(fault);
            throw new EdgeFaultException(new EdgeFault(FaultReason.NotThisStore, "The copy cannot be written: a file of that name is there, another copy is under way, or the disk refuses. The log has the cause."));
        }
        catch (LedgerUnavailableException)
        {
            throw new EdgeFaultException(Remembering.OutOfReach);
        }
    }

    private async Task<(int Conflicts, int Faulty, long Erased)> CountAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var filter = new GrantFilter { Now = now, CameSecond = true, States = [GrantState.LateConflict] };
            var open = await ledger.ListGrantsAsync(filter, null, LedgerPages.Largest, cancellation);
            var totals = await ledger.ReadTotalsAsync(cancellation);
            var faulty = await ledger.ListFaultyClaimsAsync(new FaultyClaimFilter { OpenOnly = true }, null, LedgerPages.Largest, cancellation);
            return (open.Grants.Length, faulty.Claims.Length, totals.Sum(total => total.Grants));
        }
        catch (LedgerUnavailableException)
        {
            return (0, 0, 0);
        }
    }
}
