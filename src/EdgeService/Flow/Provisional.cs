using System.Collections.Immutable;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Ledger;
using EdgeService.Telemetry;

namespace EdgeService.Flow;

/// <summary>What this edge wrote down instead of granting, as a terminal may see it.</summary>
/// <param name="At">When.</param>
/// <param name="Items">What is lent.</param>
/// <param name="Units">Units.</param>
public sealed record NoteSight(DateTimeOffset At, ImmutableArray<string> Items, int Units);

/// <summary>A call that may be answered while the ledger is out of reach.</summary>
/// <param name="Call">What the ledger is asked.</param>
/// <param name="OnNote">What is answered without it, on a view in which limits are unknown.</param>
public sealed record ProvisionalCall(LedgerCall Call, Func<LedgerView, ProvisionalDraft> OnNote)
{
    /// <summary>The token that is redeemed; null without one.</summary>
    public TokenId? Token { get; init; }
}

/// <summary>What is to be answered without the ledger.</summary>
/// <param name="Note">What is to be noted; null where nothing is granted.</param>
/// <param name="Reply">The reply.</param>
/// <param name="OnTaken">The reply if an item turns out to be noted for somebody else.</param>
/// <param name="OnUsed">The reply if the token turns out to be noted before.</param>
/// <param name="IsSpent">Whether nothing is granted because the member has had the one note of this outage: to be tried again.</param>
public sealed record ProvisionalDraft(OutageNote? Note, byte[] Reply, Func<byte[]> OnTaken, Func<byte[]> OnUsed, bool IsSpent)
{
    /// <summary>Whether it only refers to a desk since the ledger is out of reach: no answer that stands, so the same request may be tried again.</summary>
    public bool IsReferral { get; init; }
}

/// <summary>
/// Asks the ledger, and answers without it where it is out of reach and the perk's offline class allows that: noted durably first, once per
/// member and outage where the class says so, and never called granted. Refusals are kept as durably, for whoever repeats the request;
/// a referral is not, since the commit before it may have got through.
/// </summary>
public sealed class Provisional(Remembering remembering, OutageJournal outage, OutageReplay replay, ILogger<Provisional> log)
{
    private static readonly EdgeFault Spent = new(
        FaultReason.ProvisionalSpent, "The ledger is out of reach, and this member has had the one provisional answer of this outage. Try again with the same request_id, or offer the remedy.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>
    /// 1. answered provisionally before? that answer stands; 2. settle what waits of the same member, so that limits count it; 3. ask the ledger;
    /// 4. out of reach: decide without it and note.
    /// </summary>
    public async Task<byte[]> AppendAsync(ProvisionalCall call, CancellationToken cancellation)
    {
        if (await outage.RecallAsync(call.Call.Request) is { } known)
            return ReplyOf(known);
        await replay.SettleOfAsync(call.Call.Member, cancellation);
        try
        {
            return await remembering.AppendAsync(call.Call, cancellation);
        }
        catch (EdgeFaultException fault) when (fault.Fault.Reason == FaultReason.LedgerUnavailable)
        {
            return await AnswerWithoutAsync(call);
        }
    }

    /// <summary>The reply that a request got before, noted or kept; null if it is new.</summary>
    public async Task<byte[]?> RecallAsync(LedgerRequest request, CancellationToken cancellation) =>
        await outage.RecallAsync(request) is { } known ? ReplyOf(known) : await remembering.RecallAsync(request, cancellation);

    /// <summary>Whether a perk of the class is granted only once per member and outage.</summary>
    public static bool CountsOnce(Perk perk) =>
        OfflineClassTable.Look(perk.OfflineClass, EdgeCondition.LedgerOutOfReach) == OfflineAction.ProvisionalOnce;

    private async Task<byte[]> AnswerWithoutAsync(ProvisionalCall call)
    {
        var draft = call.OnNote(LedgerView.OutOfReach with { OutageAllowanceUsed = outage.HasUsedAllowance(call.Call.Member) });
        try
        {
            if (call.Token is { } token && outage.HasAccepted(token))
                return await RefuseAsync(call, draft.OnUsed());
            if (draft.IsSpent)
                throw new EdgeFaultException(Spent);
            if (draft.Note is { } note)
                return await NoteAsync(call, draft, note);
            return draft.IsReferral ? draft.Reply : await RefuseAsync(call, draft.Reply);
        }
        catch (LedgerUnavailableException unavailable)
        {
            log.OutageNotNoted(unavailable);
            throw new EdgeFaultException(Remembering.OutOfReach);
        }
    }

    private async Task<byte[]> NoteAsync(ProvisionalCall call, ProvisionalDraft draft, OutageNote note)
    {
        var answer = await outage.NoteAsync(note);
        return answer.Result switch
        {
            OutageResult.ItemTaken => await RefuseAsync(call, draft.OnTaken()),
            OutageResult.TokenUsed => await RefuseAsync(call, draft.OnUsed()),
            OutageResult.AllowanceUsed => throw new EdgeFaultException(Spent),
            _ => ReplyOf(answer),
        };
    }

    private async Task<byte[]> RefuseAsync(ProvisionalCall call, byte[] reply) => ReplyOf(await outage.RefuseAsync(
        new OutageRefusal { Request = call.Call.Request, Member = call.Call.Member, At = call.Call.Now, Reply = reply }));

    private static byte[] ReplyOf(OutageAnswer answer) =>
        answer.Result == OutageResult.Conflict ? throw new EdgeFaultException(Remembering.Reused) : answer.Note!.Reply;
}
