using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>
/// The keys a deployment seals and names with, all derived from one secret of 32 bytes by HMAC-SHA256 over a label each. Immutable;
/// shared by every edge of the deployment.
/// </summary>
public sealed class ServiceKeys
{
    /// <summary>Bytes of the secret.</summary>
    public const int SecretSize = 32;

    private const int BlockKeySize = 16;

    private ServiceKeys(ReadOnlySpan<byte> secret)
    {
        TokenBlocks = Derive(secret, "token-member"u8)[..BlockKeySize];
        GrantBlocks = Derive(secret, "grant-id"u8)[..BlockKeySize];
        Decisions = Derive(secret, "decision-id"u8);
        TokenIds = Derive(secret, "token-id"u8);
        RequestDigests = Derive(secret, "request-digest"u8);
        Pseudonyms = Derive(secret, "partner-pseudonym"u8);
        FormerKeyBlocks = Derive(secret, "former-member-key"u8)[..BlockKeySize];
    }

    internal byte[] TokenBlocks { get; }

    internal byte[] GrantBlocks { get; }

    internal byte[] Decisions { get; }

    internal byte[] TokenIds { get; }

    internal byte[] RequestDigests { get; }

    internal byte[] Pseudonyms { get; }

    internal byte[] FormerKeyBlocks { get; }

    /// <summary>Derives the keys from exactly 32 secret bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not 32 bytes.</exception>
    public static ServiceKeys Of(ReadOnlySpan<byte> secret)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(secret.Length, SecretSize, nameof(secret));
        return new(secret);
    }

    /// <summary>Redacted on purpose.</summary>
    public override string ToString() => "service-keys";

    private static byte[] Derive(ReadOnlySpan<byte> secret, ReadOnlySpan<byte> label) => HMACSHA256.HashData(secret, label);
}
