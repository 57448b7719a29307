using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Signing;

/// <summary>Signs tokens with the key in use. Safe for any number of threads.</summary>
public sealed class EdgeSigner(SigningKeys keys, TimeProvider clock)
{
    /// <summary>Signs claims and returns the token's text.</summary>
    /// <exception cref="KeyMaterialException">No key is in use.</exception>
    public string Sign(in TokenClaims claims)
    {
        var key = keys.SignerAt(clock.GetUtcNow());
        Span<byte> token = stackalloc byte[TokenFormat.MaxBytes];
        token = token[..TokenWriting.Draft(claims, key.Id, token)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        TokenWriting.HashOf(token, hash);
        key.Sign(hash, TokenWriting.SignatureOf(token));
        return TokenWriting.TextOf(token);
    }
}
