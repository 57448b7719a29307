using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>Which grant a call is about: by its id, or by something that is out under it.</summary>
/// <param name="GrantId">The sealed id; null when it is found by item.</param>
/// <param name="ItemRef">The item; null when it is found by id.</param>
public readonly record struct GrantTarget(string? GrantId, string? ItemRef)
{
    internal string Name => GrantId is null ? "item:" + ItemRef : "grant:" + GrantId;
}

/// <summary>A wish about a grant that exists, well formed.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="RequestId">The caller's id of this intent.</param>
/// <param name="Target">Which grant.</param>
/// <param name="Body">The rest of the request in one deterministic form.</param>
/// <param name="CommandOn">The command, once the grant's number is known.</param>
public sealed record CustodyRequest(
    string Method, Guid RequestId, GrantTarget Target, RequestBody Body, Func<long, Actor, GrantCommand> CommandOn);

/// <summary>What happens to a grant after it was made: handed over, returned, called off, looked at.</summary>
public sealed class CustodyFlow(Grounds grounds, Remembering remembering, Seals seals)
{
    private static readonly EdgeFault Unknown = new(
        FaultReason.GrantUnknown, "No such grant of this partner. Check the grant id or the item reference.");

    /// <summary>1. find the grant, 2. in the ledger's transaction: apply the command, 3. reply with the grant as it then is.</summary>
    public async Task<byte[]> RunAsync(Caller caller, CustodyRequest request, Func<GrantSight, byte[]> render, CancellationToken cancellation)
    {
        DateTimeOffset now;
        Actor actor;
        using (var ground = grounds.Take())
        {
            now = ground.Now;
            actor = Granting.ActorOf(Places.TerminalOf(caller, ground.Catalog));
        }

        var digest = seals.DigestOf(request.Method, request.Body.Add(request.Target.Name).ToArray());
        var ledgerRequest = new LedgerRequest(caller.Urn, request.Method, request.RequestId, digest);
        if (await FindAsync(caller, request.Target, now, cancellation) is not var (member, number))
            return await remembering.RecallAsync(ledgerRequest, cancellation) ?? throw new EdgeFaultException(Unknown);

        var command = request.CommandOn(number, actor);
        return await remembering.AppendAsync(
            new LedgerCall
            {
                Member = member,
                Request = ledgerRequest,
                Now = now,
                Decide = scene =>
                {
                    var step = Custody.Apply(scene, command, now);
                    return step.Outcome.Done
                        ? LedgerVerdict.Of(step, render(GrantSight.Of(seals, member, step.Outcome.Grant!, now)))
                        : throw new EdgeFaultException(FaultOf(step.Outcome, now));
                },
            },
            cancellation);
    }

    /// <summary>The grant with its whole history.</summary>
    public async Task<GrantSight> GetAsync(Caller caller, GrantTarget target, CancellationToken cancellation)
    {
        DateTimeOffset now;
        using (var ground = grounds.Take())
            now = ground.Now;
        if (await FindAsync(caller, target, now, cancellation) is not var (member, number))
            throw new EdgeFaultException(Unknown);
        var entries = await remembering.ReadEntriesAsync(member, number, cancellation);
        var grant = entries.Count == 0 ? null : entries[^1].Grant;
        return grant?.Terms.PartnerId == caller.PartnerId ? GrantSight.Of(seals, member, grant!, now) : throw new EdgeFaultException(Unknown);
    }

    private async Task<(MemberKey Member, long Number)?> FindAsync(
        Caller caller, GrantTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        if (target.GrantId is { } id)
            return seals.TryOpenGrant(id, out var member, out var number) ? (member, number) : null;
        var holder = await remembering.FindHolderAsync(new ItemRef(caller.PartnerId, target.ItemRef!), cancellation);
        return holder is { } found && found.HoldsAt(now) ? (found.Member, found.Grant) : null;
    }

    private static EdgeFault FaultOf(GrantOutcome outcome, DateTimeOffset now) => outcome.Result switch
    {
        GrantResult.WrongState => new EdgeFault(
            FaultReason.StateConflict, $"The grant is {outcome.Grant!.StateAt(now).ToString().ToUpperInvariant()}, which does not allow it."),
        GrantResult.TimeOutOfBounds => EdgeFault.Invalid("time", "must lie between the grant and 30 seconds from now; a late handover within the window"),
        GrantResult.ItemNotOut => EdgeFault.Invalid("item_ref", "must be something that is out under this grant"),
        GrantResult.ItemTaken => new EdgeFault(FaultReason.StateConflict, "An item has gone out again under another grant."),
        _ => Unknown,
    };
}
