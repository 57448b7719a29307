using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Identity;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>What a terminal may know of a token.</summary>
/// <param name="Fault">The first thing wrong with it, or none.</param>
/// <param name="Content">What it grants; null unless it is good or was redeemed.</param>
/// <param name="RedeemedAt">When it was redeemed, if it was.</param>
public sealed record Verified(TokenFault Fault, TokenGrants? Content, DateTimeOffset? RedeemedAt);

/// <summary>What a token grants.</summary>
/// <param name="Claims">What it says.</param>
/// <param name="Perk">Its perk.</param>
/// <param name="Pseudonym">The asking partner's stable name for the member.</param>
public sealed record TokenGrants(TokenClaims Claims, Perk Perk, string Pseudonym);

/// <summary>Says whether a token would open a terminal now, changing nothing.</summary>
public sealed class VerifyFlow(Grounds grounds, TokenReading tokens, Remembering remembering, Seals seals)
{
    public async Task<Verified> RunAsync(Caller caller, string text, CancellationToken cancellation)
    {
        using var ground = grounds.Take();
        var terminal = Places.TerminalOf(caller, ground.Catalog);
        var read = tokens.Read(text, terminal, ground);
        if (read.FaultAt(terminal) is var fault and not TokenFault.None)
            return new Verified(fault, null, null);
        var content = new TokenGrants(read.Verdict.Claims, read.Perk!, seals.PseudonymOf(read.Member, caller.PartnerId));
        var record = await remembering.ReadAsync(read.Member, cancellation);
        return Custody.FateOf(record, content.Claims.Id, content.Claims.ExpiresAt, caller.PartnerId, ground.Now) switch
        {
            null => new Verified(TokenFault.None, content, null),
            { Result: GrantResult.AlreadyRedeemed } fate => new Verified(TokenFault.AlreadyRedeemed, content, fate.At),
            { Result: GrantResult.AlreadyRevoked } => new Verified(TokenFault.Revoked, null, null),
            _ => new Verified(TokenFault.Expired, null, null),
        };
    }
}
