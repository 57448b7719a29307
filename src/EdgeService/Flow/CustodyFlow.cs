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
    /// <summary>Such as <c>grant:…</c>.</summary>
    public string Name => GrantId is null ? "item:" + ItemRef : "grant:" + GrantId;

    /// <summary>Whether a grant found by it is what it asks for: by its id always, by an item only while that has not come back.</summary>
    public bool IsStillOutOf(Grant grant, DateTimeOffset now) => ItemRef is null || Items.IsStillOut(grant, ItemRef, now);
}

/// <summary>A wish about a grant that exists, well formed.</summary>
/// <param name="Method">The method's name.</param>
/// <param name="RequestId">The caller's id of this intent.</param>
/// <param name="Target">Which grant.</param>
/// <param name="Body">The rest of the request in one deterministic form.</param>
/// <param name="CommandOn">The command, once the grant's number is known.</param>
public sealed record CustodyRequest(
    string Method, Guid RequestId, GrantTarget Target, RequestBody Body, Func<long, Party, GrantCommand> CommandOn)
{
    /// <summary>Where in an offline journal it stood; null where it is not from one.</summary>
    public JournalPlace? Journal { get; init; }
}

/// <summary>What happens to a grant after it was made, by its partner, an operator or its member.</summary>
public sealed class CustodyFlow(Grounds grounds, Presence presence, Remembering remembering, ItemHolders holders, Seals seals)
{
    /// <summary>1. find the grant, 2. in the ledger's transaction: apply the command, 3. reply with the grant as it then is.</summary>
    public async Task<byte[]> RunAsync(Caller caller, CustodyRequest request, Func<GrantSight, byte[]> render, CancellationToken cancellation)
    {
        var (now, party) = PartyOf(caller);
        var ledgerRequest = RequestOf(caller, request);
        return await FindAsync(caller, request.Target, now, cancellation) is var (member, number)
            ? await ApplyAsync(ledgerRequest, request.Journal, member, request.CommandOn(number, party), now, render, cancellation)
            : await remembering.RecallAsync(ledgerRequest, cancellation) ?? throw new EdgeFaultException(GrantFaults.UnknownTo(caller));
    }

    /// <summary>The same for a member who is present, about a grant of the member's own.</summary>
    public async Task<byte[]> RunOwnAsync(
        Caller caller, MemberRef member, CustodyRequest request, Func<GrantSight, byte[]> render, CancellationToken cancellation)
    {
        var (now, party) = PartyOf(caller);
        var ledgerRequest = RequestOf(caller, request);
        MemberKey present;
        try
        {
            present = Present(caller, member);
        }
        catch (EdgeFaultException)
        {
            // The code may have expired since this very request was answered: then its answer stands.
            if (await remembering.RecallAsync(ledgerRequest, cancellation) is { } first)
                return first;
            throw;
        }

        if (!seals.TryOpenGrant(request.Target.GrantId!, out var owner, out var number) || owner != present)
            throw new EdgeFaultException(GrantFaults.Unknown);
        return await ApplyAsync(ledgerRequest, request.Journal, owner, request.CommandOn(number, party), now, render, cancellation);
    }

    /// <summary>The grant with its whole history.</summary>
    public async Task<GrantSight> GetAsync(Caller caller, GrantTarget target, CancellationToken cancellation)
    {
        var (now, _) = PartyOf(caller);
        if (await FindAsync(caller, target, now, cancellation) is not var (member, number))
            throw new EdgeFaultException(GrantFaults.Unknown);
        var entries = await remembering.ReadEntriesAsync(member, number, cancellation);
        var grant = entries.Count == 0 ? null : entries[^1].Grant;
        return grant?.Terms.PartnerId == caller.PartnerId && target.IsStillOutOf(grant!, now) ? GrantSight.Of(seals, member, grant!, now) : throw new EdgeFaultException(GrantFaults.Unknown);
    }

    private Task<byte[]> ApplyAsync(
        LedgerRequest request, JournalPlace? journal, MemberKey member, GrantCommand command, DateTimeOffset now, Func<GrantSight, byte[]> render, CancellationToken cancellation) =>
        remembering.AppendAsync(
            new LedgerCall
            {
                Member = member,
                Request = request,
                Now = now,
                Claim = journal?.MarkOf(request.Caller),
                Faulty = journal?.Key,
                Decide = scene => Verdict(scene, member, command, now, render),
            },
            cancellation);

    private LedgerVerdict Verdict(LedgerScene scene, MemberKey member, GrantCommand command, DateTimeOffset now, Func<GrantSight, byte[]> render)
    {
        FaultyClaimFlow.RequireUndecided(scene.Faulty);
        var step = Custody.Apply(scene, command, now);
        return step.Outcome.Done || step.Outcome.Result == GrantResult.Repeated
            ? LedgerVerdict.Of(step, render(SightFor(command.Actor, member, step.Outcome.Grant!, now)))
            : throw new EdgeFaultException(IsUnknownToAll(step, command) ? GrantFaults.UnknownToAll : GrantFaults.Of(step.Outcome, now));
    }

    private static bool IsUnknownToAll(GrantStep step, GrantCommand command) =>
        step.Outcome.Result == GrantResult.NoSuchGrant && command.Actor.Kind == ActorKind.Operator;

    private GrantSight SightFor(Actor actor, MemberKey member, Grant grant, DateTimeOffset now) =>
        actor.Kind == ActorKind.Operator ? GrantSight.Named(seals, member, grant, now) : GrantSight.Of(seals, member, grant, now);

    private (DateTimeOffset Now, Party Party) PartyOf(Caller caller)
    {
        using var ground = grounds.Take();
        return (ground.Now, Party.Of(caller, ground.Catalog));
    }

    private LedgerRequest RequestOf(Caller caller, CustodyRequest request) =>
        new(caller.Urn, request.Method, request.RequestId, seals.DigestOf(request.Method, request.Body.Add(request.Target.Name).ToArray()));

    private MemberKey Present(Caller caller, in MemberRef member)
    {
        using var ground = grounds.Take();
        return presence.Resolve(member, caller, null, ground);
    }

    private async Task<(MemberKey Member, long Number)?> FindAsync(
        Caller caller, GrantTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        if (target.GrantId is { } id)
            return seals.TryOpenGrant(id, out var member, out var number) ? (member, number) : null;
        var holder = await holders.FindAsync(new ItemRef(caller.PartnerId, target.ItemRef!), now, cancellation);
        return holder is { } found ? (found.Member, found.Grant) : null;
    }
}
