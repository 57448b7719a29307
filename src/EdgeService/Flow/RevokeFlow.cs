using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;
using EdgeService.Faults;
using EdgeService.Identity;
using EdgeService.Ledger;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>What became of a revocation.</summary>
/// <param name="Result">Revoked, already redeemed or revoked, expired; null for a token that does not verify.</param>
/// <param name="Fault">Why it does not verify.</param>
public sealed record Revocation(GrantResult? Result, TokenFault Fault);

/// <summary>Makes an unredeemed token worthless: for a terminal of the venue it opens at, the member it was issued for, or an operator.</summary>
public sealed class RevokeFlow(Grounds grounds, Presence presence, TokenReading tokens, Remembering remembering, StatusLists statuses, Seals seals)
{
    private const string Method = "RevokeToken";

    private static readonly EdgeFault OfAnother = new(
        FaultReason.TokenOfAnother, "The token was not issued for the member whose app code was sent. The member it was issued for, its venue or an operator may revoke it.");

    /// <param name="caller">Who asks.</param>
    /// <param name="requestId">The caller's id of this intent.</param>
    /// <param name="text">The token.</param>
    /// <param name="member">The member who is present; null unless a member's app asks.</param>
    /// <param name="render">The reply as it is kept.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<byte[]> RunAsync(
        Caller caller, Guid requestId, string text, MemberRef? member, Func<Revocation, byte[]> render, CancellationToken cancellation)
    {
        using var ground = grounds.Take();
        var read = caller.Role == CallerRole.Terminal
            ? tokens.ReadInVenue(text, Places.TerminalOf(caller, ground.Catalog), ground)
            : tokens.ReadAnywhere(text, ground);
        if (!read.IsGenuine)
            return render(new Revocation(null, read.Verdict.Fault));
        var request = new LedgerRequest(caller.Urn, Method, requestId, seals.DigestOf(Method, new RequestBody().Add(text).ToArray()));
        if (member is { } present)
        {
            // The code may have expired since this very request was answered: then its answer stands.
            if (await remembering.RecallAsync(request, cancellation) is { } first)
                return first;
            if (presence.Resolve(present, caller, null, ground) != read.Member)
                throw new EdgeFaultException(OfAnother);
        }

        if (!read.Verdict.IsGood)
            return await remembering.RecallAsync(request, cancellation) ?? render(OfFault(read.Verdict.Fault));

        var claims = read.Verdict.Claims;
        var now = ground.Now;
        var command = new RevokeToken(claims.Id, claims.ExpiresAt, ActorOf(caller), "revoked");
        var place = claims.StatusIndex is { } index ? new RevokedPlace(read.Verdict.Key, index, claims.ExpiresAt + TokenFormat.ClockSlack) : null;
        var reply = await remembering.AppendAsync(
            new LedgerCall
            {
                Member = read.Member,
                Request = request,
                Now = now,
                Decide = scene =>
                {
                    var step = Custody.Apply(scene, command, now);
                    var result = Granting.WithinBounds(step.Outcome).Result;
                    var verdict = LedgerVerdict.Of(step, render(new Revocation(result, TokenFault.None)));
                    return result is GrantResult.Revoked or GrantResult.AlreadyRevoked ? verdict with { Revoked = place } : verdict;
                },
            },
            cancellation);
        if (place is not null)
            await statuses.LookAsync(cancellation);
        return reply;
    }

    private static Revocation OfFault(TokenFault fault) =>
        fault == TokenFault.Expired ? new Revocation(GrantResult.TokenExpired, TokenFault.None) : new Revocation(null, fault);

    private static Actor ActorOf(Caller caller) => caller.Role switch
    {
        CallerRole.Terminal => Actor.Terminal(caller.VenueId, caller.TerminalId),
        CallerRole.MemberApp => Actor.Member,
        _ => Actor.Operator(caller.Name),
    };
}
