using System.Diagnostics;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Faults;
using EdgeService.Ledger;
using EdgeService.Telemetry;

namespace EdgeService.Flow;

/// <summary>The one call a flow makes to the ledger: timed, and with its faults in the words of callers.</summary>
public sealed class Remembering(ILedger ledger, EdgeMeter meter, ILogger<Remembering> log)
{
    /// <summary>Less than what a call may take in all, so that there is time to answer without the ledger.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);

    internal static readonly EdgeFault OutOfReach = new(
        FaultReason.LedgerUnavailable, "The ledger is out of reach, nothing is decided. Try again with the same request_id.")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    private static readonly EdgeFault Overloaded = new(
        FaultReason.Overloaded, "The ledger has more to do than it can take on. Try again with the same request_id.")
    {
        RetryAfter = TimeSpan.FromMilliseconds(200),
    };

    internal static readonly EdgeFault Reused = new(
        FaultReason.RequestIdReused, "request_id was used for another request. Use a new UUID for a new intent.");

    /// <summary>Decides and keeps; the reply is the first one if the request is a repetition.</summary>
    public async Task<byte[]> AppendAsync(LedgerCall call, CancellationToken cancellation) =>
        KeptBy(await AskAsync(call.Request.Method, () => ledger.AppendAsync(call, cancellation)));

    /// <summary>The reply a request got before; null if it is new.</summary>
    public async Task<byte[]?> RecallAsync(LedgerRequest request, CancellationToken cancellation) =>
        await AskAsync("recall", () => ledger.RecallAsync(request, cancellation)) is { } answer ? KeptBy(answer) : null;

    /// <summary>Who holds an item now; null when nobody does.</summary>
    public async Task<ItemHolder?> FindHolderAsync(ItemRef item, CancellationToken cancellation) =>
        await AskAsync("find-holder", () => ledger.FindHolderAsync(item, cancellation));

    /// <summary>The member's record, exact.</summary>
    public Task<MemberRecord> ReadAsync(MemberKey member, CancellationToken cancellation) =>
        AskAsync("read-record", () => ledger.ReadAsync(member, cancellation));

    /// <summary>A grant's whole history, oldest first.</summary>
    public Task<IReadOnlyList<LedgerEntry>> ReadEntriesAsync(MemberKey member, long grant, CancellationToken cancellation) =>
        AskAsync("read-entries", () => ledger.ReadEntriesAsync(member, grant, cancellation));

    /// <summary>A page of grants.</summary>
    public Task<GrantPage> ListGrantsAsync(GrantFilter filter, GrantCursor? after, int most, CancellationToken cancellation) =>
        AskAsync("list-grants", () => ledger.ListGrantsAsync(filter, after, most, cancellation));

    /// <summary>A page of entries, in the order of export.</summary>
    public Task<EntryPage> ExportEntriesAsync(EntryCursor after, int most, CancellationToken cancellation) =>
        AskAsync("export", () => ledger.ExportEntriesAsync(after, most, cancellation));

    /// <summary>A page of claims that could not be settled.</summary>
    public Task<FaultyClaimPage> ListFaultyClaimsAsync(FaultyClaimFilter filter, FaultyClaimCursor? after, int most, CancellationToken cancellation) =>
        AskAsync("list-faulty-claims", () => ledger.ListFaultyClaimsAsync(filter, after, most, cancellation));

    /// <summary>How far a terminal's journal was taken in.</summary>
    public Task<long> ReadClaimPositionAsync(string terminal, CancellationToken cancellation) =>
        AskAsync("claim-position", () => ledger.ReadClaimPositionAsync(terminal, cancellation));

    /// <summary>What members did, in order, after a number.</summary>
    public Task<ActPage> ReadActsAsync(long after, int most, CancellationToken cancellation) =>
        AskAsync("read-acts", () => ledger.ReadActsAsync(after, most, cancellation));

    /// <summary>What one member did, the oldest first.</summary>
    public Task<IReadOnlyList<KeptAct>> ReadActsOfAsync(MemberKey member, CancellationToken cancellation) =>
        AskAsync("read-acts", () => ledger.ReadActsOfAsync(member, cancellation));

    /// <summary>A page of disputes.</summary>
    public Task<DisputePage> ListDisputesAsync(DisputeFilter filter, DisputeCursor? after, int most, CancellationToken cancellation) =>
        AskAsync("list-disputes", () => ledger.ListDisputesAsync(filter, after, most, cancellation));

    /// <summary>One dispute of a member; null when there is none of that number.</summary>
    public async Task<Core.Disputes.MemberDispute?> FindDisputeAsync(MemberKey member, long number, CancellationToken cancellation)
    {
        var page = await ListDisputesAsync(new DisputeFilter { Member = member }, new DisputeCursor(0, number + 1), 1, cancellation);
        return page.Disputes is [{ Dispute: var found }] && found.Number == number ? found : null;
    }

    /// <summary>Erases a member's decided disputes.</summary>
    public Task<int> EraseDisputesAsync(MemberKey member, long before, CancellationToken cancellation) =>
        AskAsync("erase-disputes", () => ledger.EraseDisputesAsync(member, before, cancellation));

    /// <summary>Asks the store, whatever is asked: timed, and with its faults in the words of callers.</summary>
    internal async Task<T> AskAsync<T>(string method, Func<Task<T>> ask)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            return await ask().WaitAsync(Patience);
        }
        catch (TimeoutException late)
        {
            // What is asked may yet be kept: the same request asked again, or claimed from a note, is told what became of it.
            log.LedgerOutOfReach(late);
            throw new EdgeFaultException(OutOfReach);
        }
        catch (LedgerUnavailableException unavailable) when (unavailable.Fault == LedgerFault.Overloaded)
        {
            meter.Shed(ofAll: true);
            throw new EdgeFaultException(Overloaded);
        }
        catch (LedgerUnavailableException unavailable)
        {
            log.LedgerOutOfReach(unavailable);
            throw new EdgeFaultException(OutOfReach);
        }
        finally
        {
            meter.LedgerAnswered(method, Stopwatch.GetElapsedTime(started));
        }
    }

    /// <summary>The reply that was kept.</summary>
    /// <exception cref="EdgeFaultException">The request id was used for another request.</exception>
    internal static byte[] KeptBy(LedgerAnswer answer) =>
        answer is LedgerAnswer.Kept kept ? kept.Reply : throw new EdgeFaultException(Reused);
}
