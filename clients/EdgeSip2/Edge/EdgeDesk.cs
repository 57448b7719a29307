using EdgeService.Client;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeSip2.Edge;

/// <summary>
/// What a kiosk asks of the edge, as one terminal of it. Never throws for what the edge says or for its being gone: that is an answer too.
/// </summary>
internal sealed class EdgeDesk(TerminalClient terminal, string perkId)
{
    private static readonly HashSet<ErrorReason> CodeFaults = [ErrorReason.AppCodeExpired, ErrorReason.AppCodeUsedElsewhere, ErrorReason.FieldInvalid];

    /// <summary>May this person borrow?</summary>
    public Task<EdgeAnswer> AskAsync(MemberRef member, CancellationToken cancellation) => AnswerAsync(async () =>
    {
        var decision = await terminal.CheckAsync(InquiryOf(member), null, cancellation);
        return new EdgeAnswer(decision.Outcome == Outcome.Eligible ? EdgeVerdict.Yes : EdgeVerdict.No, decision);
    });

    /// <summary>Lends one thing. The same request id again is answered as before.</summary>
    public Task<EdgeAnswer> LendAsync(Inquiry inquiry, Guid requestId, CancellationToken cancellation) => AnswerAsync(async () =>
    {
        var begun = await terminal.BeginAsync(inquiry, requestId, cancellation);
        var lent = begun.Outcome is GrantOutcome.Granted or GrantOutcome.Provisional;
        return new EdgeAnswer(lent ? EdgeVerdict.Yes : EdgeVerdict.No, begun.Decision, begun.Grant, begun.Outcome == GrantOutcome.ItemTaken);
    });

    /// <summary>
    /// What became of a loan that was answered provisionally: yes if it stands, no if a person decides. Out of reach while it is not settled, and where
    /// this edge does not know of it, since another may.
    /// </summary>
    public async Task<EdgeAnswer> SettledAsync(Guid requestId, CancellationToken cancellation)
    {
        var answer = await AnswerAsync(async () => OfSettlement(await terminal.Grants.SettlementAsync(requestId, cancellation)));
        return answer.Verdict == EdgeVerdict.Unknown ? new EdgeAnswer(EdgeVerdict.OutOfReach) : answer;
    }

    /// <summary>The thing did not leave after all: costs the member nothing. Not now once the time for mistakes is over.</summary>
    public Task<EdgeAnswer> CallOffAsync(Grant grant, CancellationToken cancellation) =>
        GrantAsync(() => terminal.CancelAsync(grant.GrantId, "not handed over", null, cancellation));

    /// <summary>The same after that: it was back at the moment it was granted.</summary>
    public Task<EdgeAnswer> TakeBackAsGrantedAsync(Grant grant, CancellationToken cancellation) =>
        GrantAsync(() => terminal.ReturnAsync(GrantTarget.Grant(grant.GrantId), grant.CreateTime.ToDateTimeOffset(), null, cancellation));

    /// <summary>The thing is back; <paramref name="at"/> null means now.</summary>
    public Task<EdgeAnswer> TakeBackAsync(string item, DateTimeOffset? at, Guid requestId, CancellationToken cancellation) =>
        GrantAsync(() => terminal.ReturnAsync(GrantTarget.Item(item), at, requestId, cancellation));

    public Task<EdgeAnswer> FindAsync(string item, CancellationToken cancellation) =>
        GrantAsync(() => terminal.GetAsync(GrantTarget.Item(item), cancellation));

    /// <summary>Gives a loan more time.</summary>
    public Task<EdgeAnswer> ProlongAsync(Grant grant, DateTimeOffset due, Guid requestId, CancellationToken cancellation) =>
        GrantAsync(() => terminal.Grants.ExtendAsync(grant.GrantId, due, "", requestId, cancellation));

    /// <summary>What was lent while nobody could be asked, as the journal keeps it.</summary>
    public Inquiry InquiryOf(MemberRef member, params string[] items) => new() { MemberRef = member, PerkId = perkId, ItemRefs = { items } };

    /// <summary>Uploads a journal.</summary>
    public Task<ReportOfflineClaimsResponse> ReportAsync(IReadOnlyList<ReportOfflineClaimsRequest> claims, CancellationToken cancellation) =>
        terminal.Grants.ReportClaimsAsync(claims, cancellation);

    public static ReportOfflineClaimsRequest ClaimOf(Guid requestId, DateTimeOffset at) =>
        new() { RequestId = requestId.ToString(), ClaimTime = at.ToTimestamp(), HandedOver = true };

    private static EdgeAnswer OfSettlement(GetGrantResponse settled) => settled switch
    {
        { Outcome: ClaimOutcome.Pending } => new(EdgeVerdict.OutOfReach),
        { Outcome: ClaimOutcome.Settled, Grant: { } grant } => new(EdgeVerdict.Yes, Grant: grant),
        _ => new(EdgeVerdict.No),
    };

    private static Task<EdgeAnswer> GrantAsync(Func<Task<Grant>> call) => AnswerAsync(async () => new EdgeAnswer(EdgeVerdict.Yes, Grant: await call()));

    private static async Task<EdgeAnswer> AnswerAsync(Func<Task<EdgeAnswer>> call)
    {
        try
        {
            return await call();
        }
        catch (EdgeFaultException failed)
        {
            return new EdgeAnswer(VerdictOf(failed.Fault), Fault: failed.Fault);
        }
    }

    private static EdgeVerdict VerdictOf(EdgeFault fault) => fault.Reason switch
    {
        ErrorReason.GrantUnknown => EdgeVerdict.Unknown,
        ErrorReason.StateConflict => EdgeVerdict.NotNow,
        _ when CodeFaults.Contains(fault.Reason) => EdgeVerdict.CodeUnusable,
        _ when fault.Status == StatusCode.NotFound => EdgeVerdict.Unknown,
        _ => EdgeVerdict.OutOfReach,
    };
}
