using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>A token that was redeemed, remembered until it could no longer pass verification.</summary>
public sealed record SpentToken(TokenId Id, DateTimeOffset Expires, DateTimeOffset RedeemedAt, string PartnerId, long Grant);

/// <summary>A token that was revoked, remembered as long.</summary>
public sealed record RevokedToken(TokenId Id, DateTimeOffset Expires, DateTimeOffset RevokedAt);
