using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Signing;
using Microsoft.Extensions.Caching.Memory;

namespace EdgeService.Flow;

/// <summary>
/// Decides and signs. Nothing is written, unless the perk reserves on issue: the token id follows from the request, so of all copies at most one
/// is redeemable.
/// </summary>
public sealed class IssueFlow(Grounds grounds, Deciding deciding, Reserving reserving, Statements statements, Seals seals, EdgeSigner signer,
    StatusSigner statuses, MemoryCache answers)
    : IDisposable
{
    private static readonly EdgeFault NoKey = new(
        FaultReason.NotReady, "This edge holds no key that may sign this token now. Ask another edge, or try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>A token asked for at a terminal, for itself or a gate group of its venue.</summary>
    public async ValueTask<IssuedReply> AtTerminalAsync(
        Caller caller, Guid requestId, PerkQuestion question, string audience, Func<Issued, byte[]> render, CancellationToken cancellation)
    {
        using var ground = grounds.Take();
        var gate = Places.AudienceOf(ground.Catalog, Places.TerminalOf(caller, ground.Catalog), audience, "audience");
        var matter = deciding.Gather(ground, caller, question);
        return await RunAsync(WishOf(ground, caller, requestId, question, matter, gate, matter.Perk.TokenLifetimes.AtTerminal), render, cancellation);
    }

    /// <summary>A token asked for in the member's app, for the terminal or gate group whose code it knows.</summary>
    public async ValueTask<IssuedReply> InAppAsync(
        Caller caller, Guid requestId, PerkQuestion question, string audience, Func<Issued, byte[]> render, CancellationToken cancellation)
    {
        using var ground = grounds.Take();
        var gate = Places.AudienceOf(ground.Catalog, audience, "audience");
        var matter = deciding.Gather(ground, caller, question, gate.Venue, MemberOccasion.MemberActs | MemberOccasion.BeforeTheGate);
        return await RunAsync(WishOf(ground, caller, requestId, question, matter, gate, matter.Perk.TokenLifetimes.InApp), render, cancellation);
    }

    public void Dispose() => answers.Dispose();

    private TokenWish WishOf(in Ground ground, Caller caller, Guid requestId, in PerkQuestion question, in Matter matter, Audience gate, TimeSpan lifetime)
    {
        var body = new RequestBody().Add(seals.NamedBy(matter.Member)).Add(matter.Perk.Code).Add(matter.Units).Add(question.Amount)
            .Add(question.Items).Add(question.Attributes).Add(gate.Code).ToArray();
        return new TokenWish(ground, caller, requestId, matter, gate, seals.TokenIdOf(caller.Urn, requestId, body), body, ground.Now + lifetime);
    }

    /// <summary>1. known before? 2. decide and note, in the ledger where the perk reserves on issue, 3. claims, 4. sign, 5. remember for repetitions.</summary>
    private async ValueTask<IssuedReply> RunAsync(TokenWish wish, Func<Issued, byte[]> render, CancellationToken cancellation)
    {
        var key = (wish.Caller.Urn, wish.RequestId);
        if (answers.TryGetValue(key, out var found) && found is Answer before)
            return before.Id == wish.Id ? before.Reply : throw new EdgeFaultException(Remembering.Reused);

        var reply = wish.Matter.Perk.ReserveOnIssue
            ? await reserving.RunAsync(wish, decided => Issue(wish, decided), render, cancellation)
            : new IssuedReply(Issue(wish, deciding.Decide(wish.Ground, wish.Matter)), null);
        if (reply.Fresh is { } issued)
            deciding.Note(wish.Ground, issued.Decided, wish.Caller);
        if (reply.Fresh?.Token is not null && wish.Matter.Perk.AsksEachTime)
            statements.Keep(wish.Id, wish.Matter.Attributes, wish.Expires + TokenFormat.ClockSlack);
        answers.Set(key, new Answer(wish.Id, reply), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = wish.Expires });
        return reply;
    }

    private Issued Issue(TokenWish wish, in Decided decided) => new(decided, decided.IsEligible ? Sign(wish) : null);

    private SignedToken Sign(TokenWish wish)
    {
        var claims = new TokenClaims(
            AudienceCode.Parse(wish.Gate.Code),
            DateTimeOffset.FromUnixTimeSeconds(wish.Expires.ToUnixTimeSeconds()),
            wish.Id,
            wish.Matter.Perk.Code,
            seals.SealMember(wish.Matter.Member, wish.Id),
            (uint)wish.Matter.Units,
            wish.Matter.Perk.OfflineClass,
            IndexOf(wish));
        var text = signer.Sign(claims, wish.Gate.Venue.QualifiedId) ?? throw new EdgeFaultException(NoKey);
        return new SignedToken(text, claims);
    }

    /// <summary>A gate that must ask the service before it opens needs no status list.</summary>
    private uint? IndexOf(TokenWish wish) => wish.Matter.Perk.OfflineClass == OfflineClass.FreshOnly ? null : statuses.NextIndex(wish.Expires);

    private sealed record Answer(TokenId Id, IssuedReply Reply);
}
