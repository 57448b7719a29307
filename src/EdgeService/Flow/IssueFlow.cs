using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Signing;
using Microsoft.Extensions.Caching.Memory;

namespace EdgeService.Flow;

/// <summary>Decides and signs. Nothing is written: the token id follows from the request, so of all copies at most one is redeemable.</summary>
public sealed class IssueFlow(Grounds grounds, Deciding deciding, Statements statements, Seals seals, EdgeSigner signer, MemoryCache answers) : IDisposable
{
    private static readonly EdgeFault NoKey = new(
        FaultReason.NotReady, "This edge holds no key that may sign this token now. Ask another edge, or try again shortly.")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>A token asked for at a terminal, for itself or a gate group of its venue.</summary>
    public Issued AtTerminal(Caller caller, Guid requestId, in PerkQuestion question, string audience)
    {
        using var ground = grounds.Take();
        var gate = Places.AudienceOf(ground.Catalog, Places.TerminalOf(caller, ground.Catalog), audience, "audience");
        var matter = deciding.Gather(ground, caller, question);
        return Run(ground, caller, requestId, question, matter, gate, matter.Perk.TokenLifetimes.AtTerminal);
    }

    /// <summary>A token asked for in the member's app, for the terminal or gate group whose code it knows.</summary>
    public Issued InApp(Caller caller, Guid requestId, in PerkQuestion question, string audience)
    {
        using var ground = grounds.Take();
        var gate = Places.AudienceOf(ground.Catalog, audience, "audience");
        var matter = deciding.Gather(ground, caller, question, gate.Venue, MemberOccasion.MemberActs | MemberOccasion.BeforeTheGate);
        return Run(ground, caller, requestId, question, matter, gate, matter.Perk.TokenLifetimes.InApp);
    }

    public void Dispose() => answers.Dispose();

    /// <summary>1. known before? 2. decide and note, 3. claims, 4. sign, 5. remember for repetitions.</summary>
    private Issued Run(in Ground ground, Caller caller, Guid requestId, in PerkQuestion question, in Matter matter, Audience gate, TimeSpan lifetime)
    {
        var body = new RequestBody().Add(matter.Member).Add(matter.Perk.Code).Add(matter.Units).Add(question.Amount)
            .Add(question.Items).Add(question.Attributes).Add(gate.Code).ToArray();
        var id = seals.TokenIdOf(caller.Urn, requestId, body);
        var key = (caller.Urn, requestId);
        if (answers.TryGetValue(key, out var found) && found is Answer before)
            return before.Id == id ? before.Issued : throw new EdgeFaultException(Remembering.Reused);

        var decided = deciding.Decide(ground, matter);
        deciding.Note(decided, caller);
        var issued = new Issued(decided, decided.IsEligible ? Sign(matter, gate, id, ground.Now + lifetime) : null);
        if (issued.Token is not null && matter.Perk.AsksEachTime)
            statements.Keep(id, matter.Attributes, ground.Now + lifetime + TokenFormat.ClockSlack);
        Remember(key, new Answer(id, issued), ground.Now + lifetime);
        return issued;
    }

    private SignedToken Sign(in Matter matter, Audience gate, TokenId id, DateTimeOffset expires)
    {
        var claims = new TokenClaims(
            AudienceCode.Parse(gate.Code),
            DateTimeOffset.FromUnixTimeSeconds(expires.ToUnixTimeSeconds()),
            id,
            matter.Perk.Code,
            seals.SealMember(matter.Member, id),
            (uint)matter.Units,
            matter.Perk.OfflineClass,
            null);
        var text = signer.Sign(claims, gate.Venue.QualifiedId) ?? throw new EdgeFaultException(NoKey);
        return new SignedToken(text, claims);
    }

    private void Remember((string Caller, Guid RequestId) key, Answer answer, DateTimeOffset until) =>
        answers.Set(key, answer, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpiration = until });

    private sealed record Answer(TokenId Id, Issued Issued);
}
