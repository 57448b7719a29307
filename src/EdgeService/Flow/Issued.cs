using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Identity;

namespace EdgeService.Flow;

/// <summary>What came of asking for a token.</summary>
/// <param name="Decided">The decision it rests on.</param>
/// <param name="Token">The token; null unless eligible.</param>
public sealed record Issued(Decided Decided, SignedToken? Token);

/// <summary>The answer to whoever asked.</summary>
/// <param name="Fresh">What was decided now; null where the answer is that of an earlier attempt.</param>
/// <param name="Kept">The reply as the ledger keeps it; null where the perk reserves nothing.</param>
public sealed record IssuedReply(Issued? Fresh, byte[]? Kept);

/// <summary>A signed token.</summary>
/// <param name="Text">What the QR code holds.</param>
/// <param name="Claims">What it says.</param>
public sealed record SignedToken(string Text, TokenClaims Claims);

/// <summary>A token that is asked for, looked up.</summary>
/// <param name="Ground">What it stands on.</param>
/// <param name="Caller">Who asks.</param>
/// <param name="RequestId">The caller's id of this intent.</param>
/// <param name="Matter">For whom and what.</param>
/// <param name="Gate">Where it opens.</param>
/// <param name="Id">The id it will have.</param>
/// <param name="Body">The resolved request in one deterministic form.</param>
/// <param name="Expires">When it ends.</param>
public sealed record TokenWish(
    Ground Ground, Caller Caller, Guid RequestId, Matter Matter, Audience Gate, TokenId Id, byte[] Body, DateTimeOffset Expires);
