using EdgeService.Core.Perks;

namespace EdgeService.Core.Tokens;

/// <summary>What a token says (a CWT, RFC 8392, with the private claim -65537).</summary>
/// <param name="Audience">Claim 3: the terminal or gate group it is for.</param>
/// <param name="ExpiresAt">Claim 4: whole seconds, 1970 to 2106.</param>
/// <param name="Id">Claim 7: names the token.</param>
/// <param name="PerkCode">The catalog's numeric code of the perk, from 1.</param>
/// <param name="Member">The member, sealed.</param>
/// <param name="Units">How many units the perk is granted for.</param>
/// <param name="OfflineClass">The perk's offline class when issued.</param>
/// <param name="StatusIndex">Place in the status list of the signing key, where the perk can be revoked that way.</param>
public readonly record struct TokenClaims(
    AudienceCode Audience,
    DateTimeOffset ExpiresAt,
    TokenId Id,
    ushort PerkCode,
    SealedMember Member,
    uint Units,
    OfflineClass OfflineClass,
    uint? StatusIndex);
