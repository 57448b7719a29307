using EdgeService.Core.Tokens;

namespace EdgeService.Client.Offline;

/// <summary>A token that has opened this terminal.</summary>
/// <param name="Token">Its signed id, by which copies of one token are known.</param>
/// <param name="ExpiresAt">When it ends: some time after it, it need not be remembered any more.</param>
/// <param name="PerkCode">The catalog's code of its perk.</param>
/// <param name="CutOff">Whether it was accepted without asking, and since the last contact: then it counts toward the perk's allowance.</param>
internal readonly record struct TokenUse(TokenId Token, DateTimeOffset ExpiresAt, ushort PerkCode, bool CutOff)
{
    /// <summary>The use of a token that was accepted without asking; null when the text is no token.</summary>
    public static TokenUse? Of(string tokenText) => TokenVerification.TryReadUnverified(tokenText, out _, out var claims)
        ? new TokenUse(claims.Id, claims.ExpiresAt, claims.PerkCode, true)
        : null;
}
