using EdgeService.Core.Changes;
using EdgeService.Core.Disputes;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;
using EdgeService.Telemetry;

namespace EdgeService.Flow;

/// <summary>How an operator wants a dispute decided, well formed.</summary>
/// <param name="RequestId">The caller's id of this intent.</param>
/// <param name="DisputeId">Which dispute.</param>
/// <param name="Upheld">Whether for the member.</param>
/// <param name="Reason">Why, in words for the member.</param>
/// <param name="Lift">Whether the listing is to be lifted.</param>
public sealed record DisputeDecision(Guid RequestId, string DisputeId, bool Upheld, string Reason, bool Lift);

/// <summary>What a person needs to decide what members contest, and the deciding. Nothing here names a member but what the member wrote.</summary>
public sealed class DisputeFlow(Grounds grounds, Acting acting, Remembering remembering, Seals seals, TimeProvider clock, ILogger<DisputeFlow> log)
{
    private const string Method = "ResolveDispute";

    public async Task<(IReadOnlyList<DisputeSight> Disputes, string NextPage)> ListAsync(
        string? partnerId, bool decidedToo, bool overdueOnly, string pageToken, int most, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var filter = new DisputeFilter { PartnerId = partnerId, OpenOnly = !decidedToo, OverdueAt = overdueOnly ? now : null };
        var page = await remembering.ListDisputesAsync(filter, DisputePages.CursorOf(pageToken), most, cancellation);
        return ([.. page.Disputes.Select(listed => SightOf(listed.Member, listed.Dispute, now))], DisputePages.TokenOf(page.Next));
    }

    /// <summary>The dispute, and the decision it contests, opened; null where something else is contested.</summary>
    public async Task<(DisputeSight Dispute, Explained? Decision)> GetAsync(string disputeId, CancellationToken cancellation)
    {
        var (member, number) = Open(disputeId);
        var dispute = await remembering.FindDisputeAsync(member, number, cancellation) ?? throw new EdgeFaultException(ContestFlow.Unknown);
        return (SightOf(member, dispute, clock.GetUtcNow()), DecisionOf(dispute));
    }

    /// <summary>Decides in the ledger's transaction; what it changes about the member is in force here when this returns.</summary>
    public async Task<byte[]> ResolveAsync(Caller caller, DisputeDecision decision, Func<DisputeSight, byte[]> render, CancellationToken cancellation)
    {
        var (member, number) = Open(decision.DisputeId);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var resolution = new DisputeResolution(decision.Upheld, decision.Reason, caller.Name, now, decision.Lift);
        var body = new RequestBody().Add(decision.DisputeId).Add(decision.Upheld ? 1 : 0).Add(decision.Reason).Add(decision.Lift ? 1 : 0).ToArray();
        var call = new LedgerCall
        {
            Member = member,
            Request = new LedgerRequest(caller.Urn, Method, decision.RequestId, seals.DigestOf(Method, body)),
            Now = now,
            ReadsFile = true,
            Decide = scene => Verdict(scene.File!, member, number, resolution, render),
        };
        var reply = await remembering.AppendAsync(call, cancellation);
        await acting.FollowAsync(cancellation);
        log.DisputeDecided(decision.DisputeId, decision.Upheld, caller.Name);
        return reply;
    }

    private LedgerVerdict Verdict(MemberFile file, MemberKey member, long number, DisputeResolution resolution, Func<DisputeSight, byte[]> render)
    {
        var step = Disputing.Decide(file, number, resolution);
        if (step.Result != DisputeResult.Done)
            throw new EdgeFaultException(FaultOf(step.Result));
        var (dispute, actor) = (step.Dispute!, Actor.Operator(resolution.Actor));
        var acts = step.Acts.Select((act, place) => new KeptAct(new StandingChange(file.NextNumber + place, dispute.Member, resolution.At, act), actor, default));
        return LedgerVerdict.Unchanged(render(SightOf(member, dispute, resolution.At))) with { Acts = [.. acts], Dispute = dispute };
    }

    private Explained? DecisionOf(MemberDispute dispute)
    {
        if (dispute.Subject.Kind != DisputeKind.Decision || !seals.TryOpenDecision(dispute.Subject.DecisionId.Span, out var content))
            return null;
        using var ground = grounds.Take();
        return ExplainFlow.Explain(ground.Catalog, content);
    }

    private (MemberKey Member, long Number) Open(string disputeId) =>
        seals.TryOpenDispute(disputeId, out var member, out var number) ? (member, number) : throw new EdgeFaultException(ContestFlow.Unknown);

    private DisputeSight SightOf(MemberKey member, MemberDispute dispute, DateTimeOffset now) =>
        new(seals.SealDispute(member, dispute.Number), dispute, now) { Pseudonym = seals.PseudonymOf(member, "") };

    private static EdgeFault FaultOf(DisputeResult result) => result switch
    {
        DisputeResult.NoSuchDispute => ContestFlow.Unknown,
        DisputeResult.NothingToLift => EdgeFault.Invalid("follow_up", "must be absent: no listing is contested that could be lifted"),
        _ => new(FaultReason.DisputeDecided, "The dispute was decided before. GetDispute shows how."),
    };
}
