using System.Security.Cryptography;
using EdgeService.Core.Tokens;
using EdgeService.Telemetry;

namespace EdgeService.Signing;

/// <summary>Signs tokens with the newest key that may. Safe for any number of threads.</summary>
public sealed class EdgeSigner(CurrentSigningKeys keys, TimeProvider clock, ILogger<EdgeSigner> log)
{
    private bool _failed;

    /// <summary>Signs claims and returns the token's text; null if no key may sign them now, or the device it lies in does not.</summary>
    /// <param name="claims">What the token says.</param>
    /// <param name="venue">Where it opens, as <c>partner:venue</c>.</param>
    public string? Sign(in TokenClaims claims, string venue)
    {
        if (keys.Keys.SignerFor(claims, venue, clock.GetUtcNow()) is not { } key) return null;
        Span<byte> token = stackalloc byte[TokenFormat.MaxBytes];
        token = token[..TokenWriting.Draft(claims, key.Id, token)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        TokenWriting.HashOf(token, hash);
        return TrySign(key, hash, TokenWriting.SignatureOf(token)) ? TokenWriting.TextOf(token) : null;
    }

    private bool TrySign(SigningKey key, ReadOnlySpan<byte> hash, Span<byte> signature)
    {
        try
        {
            key.Sign(hash, signature);
            _failed = false;
            return true;
        }
        catch (CryptographicException fault)
        {
            if (!_failed)
                log.SigningDeviceFailed(fault);
            _failed = true;
            return false;
        }
    }
}
