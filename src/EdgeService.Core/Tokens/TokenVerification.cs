using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>
/// Verifies a token as far as the token and the key list go, cheapest check first: shape, canonical form, key, algorithm, signature,
/// audience, time, what the key may sign. Status and ledger come after it and are the caller's.
/// </summary>
public static class TokenVerification
{
    public static TokenVerdict Verify(ReadOnlySpan<char> text, KeyList keys, TokenGate gate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(gate);
        Span<byte> bytes = stackalloc byte[TokenFormat.MaxBytes];
        if (!TryDecode(text, bytes, out var length)) return Refused(TokenFault.Shape);
        if (!TryReadProfile(bytes[..length], out var message, out var claims)) return Refused(TokenFault.NotCanonical);
        var id = KeyId.Read(message.KeyId);
        var key = keys.Find(id);
        if (key is null) return Refused(keys.Compromised.Contains(id) ? TokenFault.KeyCompromised : TokenFault.UnknownKey, id);
        if (message.Algorithm != key.Algorithm) return Refused(TokenFault.AlgorithmMismatch, id);
        if (!IsSigned(message, key)) return Refused(TokenFault.BadSignature, id);
        return new(FaultOf(claims, key, gate, now), id, claims);
    }

    /// <summary>Reads the claims of a token without believing them: for showing what a token says.</summary>
    public static bool TryReadUnverified(ReadOnlySpan<char> text, out KeyId key, out TokenClaims claims)
    {
        (key, claims) = (default, default);
        Span<byte> bytes = stackalloc byte[TokenFormat.MaxBytes];
        if (!TryDecode(text, bytes, out var length) || !TryReadProfile(bytes[..length], out var message, out claims)) return false;
        key = KeyId.Read(message.KeyId);
        return true;
    }

    private static TokenVerdict Refused(TokenFault fault, KeyId key = default) => new(fault, key, default);

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        length = 0;
        return text.Length <= TokenFormat.MaxCharacters
            && text.StartsWith(TokenFormat.Prefix, StringComparison.Ordinal)
            && Base32.TryDecode(text[TokenFormat.Prefix.Length..], bytes, out length);
    }

    /// <summary>Exactly the tagged form with algorithm and key id protected and nothing else in either bucket.</summary>
    internal static bool IsProfile(in CoseSign1 message) =>
        message.IsTagged
        && message.Unprotected.Count == 0
        && message.Protected is { Count: 2, HasAlgorithm: true, HasKeyId: true }
        && message.KeyId.Length == KeyId.Size
        && message.Signature.Length == TokenFormat.SignatureSize;

    private static bool TryReadProfile(ReadOnlySpan<byte> bytes, out CoseSign1 message, out TokenClaims claims)
    {
        claims = default;
        return CoseSign1.TryRead(bytes, out message) && IsProfile(message) && TokenPayload.TryRead(message.Payload, out claims);
    }

    private static bool IsSigned(in CoseSign1 message, VerificationKey key)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        TokenWriting.HashOf(message, hash);
        return key.HasSigned(hash, message.Signature);
    }

    private static TokenFault FaultOf(in TokenClaims claims, VerificationKey key, TokenGate gate, DateTimeOffset now)
    {
        if (!gate.Audiences.Contains(claims.Audience)) return TokenFault.WrongAudience;
        if (now + TokenFormat.ClockSlack < key.UsableFrom) return TokenFault.NotYetValid;
        if (now - TokenFormat.ClockSlack >= claims.ExpiresAt) return TokenFault.Expired;
        if (!key.Scope.CoversPerk(claims.PerkCode)) return TokenFault.KeyNotForPerk;
        if (!key.Scope.CoversVenue(gate.Venue)) return TokenFault.KeyNotForVenue;
        var tooLong = claims.ExpiresAt - now - TokenFormat.ClockSlack > key.Scope.MaxLifetime || claims.ExpiresAt > key.UsableUntil;
        return tooLong ? TokenFault.KeyNotForLifetime : TokenFault.None;
    }
}
