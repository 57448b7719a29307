using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>What became of a revocation.</summary>
/// <param name="Result">Revoked, already redeemed or revoked, expired; null for a token that does not verify.</param>
/// <param name="Fault">Why it does not verify.</param>
public sealed record Revocation(GrantResult? Result, TokenFault Fault);

/// <summary>Makes an unredeemed token worthless: for a terminal of the gate it names, the member's app, or an operator.</summary>
public sealed class RevokeFlow(Grounds grounds, TokenReading tokens, Remembering remembering, Seals seals)
{
    private const string Method = "RevokeToken";

    public async Task<byte[]> RunAsync(
        Caller caller, Guid requestId, string text, Func<Revocation, byte[]> render, CancellationToken cancellation)
    {
        using var ground = grounds.Take();
        var read = caller.Role == CallerRole.Terminal
            ? tokens.Read(text, Places.TerminalOf(caller, ground.Catalog), ground)
            : tokens.ReadAnywhere(text, ground);
        if (read.Verdict.Fault == TokenFault.Expired)
            return render(new Revocation(GrantResult.TokenExpired, TokenFault.None));
        if (!read.Verdict.IsGood)
            return render(new Revocation(null, read.Verdict.Fault));

        var claims = read.Verdict.Claims;
        var now = ground.Now;
        var command = new RevokeToken(claims.Id, claims.ExpiresAt, ActorOf(caller), "revoked");
        var body = new RequestBody().Add(text).ToArray();
        return await remembering.AppendAsync(
            new LedgerCall
            {
                Member = read.Member,
                Request = new LedgerRequest(caller.Urn, Method, requestId, seals.DigestOf(Method, body)),
                Now = now,
                Decide = scene =>
                {
                    var step = Custody.Apply(scene, command, now);
                    return LedgerVerdict.Of(step, render(new Revocation(step.Outcome.Result, TokenFault.None)));
                },
            },
            cancellation);
    }

    private static Actor ActorOf(Caller caller) => caller.Role switch
    {
        CallerRole.Terminal => Actor.Terminal(caller.VenueId, caller.TerminalId),
        CallerRole.MemberApp => Actor.Member,
        _ => Actor.Operator(caller.Name),
    };
}
