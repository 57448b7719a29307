using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>
/// A public key of the key list, for ES256 on P-256. Verifying keeps no state between calls, so one instance serves all threads.
/// </summary>
public sealed class VerificationKey
{
    private const string P256 = "1.2.840.10045.3.1.7";
    private readonly ECDsa _key;

    private VerificationKey(ECDsa key, ReadOnlyMemory<byte> publicKey, KeyScope scope, DateTimeOffset usableFrom, DateTimeOffset usableUntil)
    {
        (_key, PublicKey, Scope) = (key, publicKey, scope);
        (UsableFrom, UsableUntil) = (usableFrom, usableUntil);
        Id = KeyId.OfPublicKey(publicKey.Span);
    }

    public KeyId Id { get; }

    /// <summary>The only algorithm this key is accepted with, whatever a header says.</summary>
    public CoseAlgorithm Algorithm { get; } = CoseAlgorithm.Es256;

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    public KeyScope Scope { get; }

    /// <summary>Start of use; a key is published before it.</summary>
    public DateTimeOffset UsableFrom { get; }

    /// <summary>No token of this key lives beyond this instant.</summary>
    public DateTimeOffset UsableUntil { get; }

    /// <summary>A key from its SubjectPublicKeyInfo in DER; null if that is not a P-256 key in exactly these bytes.</summary>
    public static VerificationKey? TryOf(ReadOnlySpan<byte> publicKey, KeyScope scope, DateTimeOffset usableFrom, DateTimeOffset usableUntil)
    {
        var key = ECDsa.Create();
        if (TryImport(key, publicKey)) return new(key, publicKey.ToArray(), scope, usableFrom, usableUntil);
        key.Dispose();
        return null;
    }

    /// <summary>Whether the signature (r ‖ s, 64 bytes) over a SHA-256 hash is this key's.</summary>
    public bool HasSigned(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature) => _key.VerifyHash(hash, signature);

    private static bool TryImport(ECDsa key, ReadOnlySpan<byte> publicKey)
    {
        try
        {
            key.ImportSubjectPublicKeyInfo(publicKey, out var read);
            return read == publicKey.Length && key.ExportParameters(false).Curve.Oid.Value == P256;
        }
        catch (Exception unusable) when (unusable is CryptographicException or PlatformNotSupportedException)
        {
            return false;
        }
    }
}
