using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>Signs tokens with the newest key that may. Safe for any number of threads.</summary>
public sealed class EdgeSigner(CurrentSigningKeys keys, TimeProvider clock)
{
    /// <summary>Signs claims and returns the token's text; null if no key may sign them now.</summary>
    /// <param name="claims">What the token says.</param>
    /// <param name="venue">Where it opens, as <c>partner:venue</c>.</param>
    public string? Sign(in TokenClaims claims, string venue)
    {
        if (keys.Keys.SignerFor(claims, venue, clock.GetUtcNow()) is not { } key) return null;
        Span<byte> token = stackalloc byte[TokenFormat.MaxBytes];
        token = token[..TokenWriting.Draft(claims, key.Id, token)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        TokenWriting.HashOf(token, hash);
        key.Sign(hash, TokenWriting.SignatureOf(token));
        return TokenWriting.TextOf(token);
    }
}
