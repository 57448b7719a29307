using EdgeService.Core.Members;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>Tells a terminal what a provisional answer was settled to.</summary>
public sealed class SettlementFlow(Grounds grounds, OutageJournal outage, OutageReplay replay, Remembering remembering, CustodyFlow custody, Seals seals)
{
    /// <summary>The result, and the grant where there is one.</summary>
    /// <exception cref="EdgeFaultException">No call of that id was answered provisionally here.</exception>
    public async Task<(ClaimResult Result, GrantSight? Grant)> RunAsync(Caller caller, Guid requestId, CancellationToken cancellation)
    {
        grounds.RequireRegistered(caller);
        if (NotedFor(caller, requestId) is { } member)
            await replay.SettleOfAsync(member, cancellation);
        if (NotedFor(caller, requestId) is not null)
            return (ClaimResult.Pending, null);
        var kept = await remembering.RecallAsync(OutageReplay.RequestOf(caller.Urn, requestId, seals), cancellation)
            ?? throw new EdgeFaultException(GrantFaults.Unknown);
        var (result, grantId) = Settlement.Read(kept);
        return (result, await custody.GetAsync(caller, new GrantTarget(grantId, null), cancellation));
    }

    private MemberKey? NotedFor(Caller caller, Guid requestId) =>
        outage.NotedFor(caller.Urn, BeginFlow.Method, requestId) ?? outage.NotedFor(caller.Urn, RedeemFlow.Method, requestId);
}
