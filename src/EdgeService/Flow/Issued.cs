using EdgeService.Core.Tokens;

namespace EdgeService.Flow;

/// <summary>What came of asking for a token.</summary>
/// <param name="Decided">The decision it rests on.</param>
/// <param name="Token">The token; null unless eligible.</param>
public sealed record Issued(Decided Decided, SignedToken? Token);

/// <summary>A signed token.</summary>
/// <param name="Text">What the QR code holds.</param>
/// <param name="Claims">What it says.</param>
public sealed record SignedToken(string Text, TokenClaims Claims);
