using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>
/// A COSE_Sign1 message (RFC 9052 section 4.2) as it lies in its bytes. Read from deterministic CBOR only, tagged 18 or not; the payload must be
/// inside, header parameters must not repeat across the two buckets, and "crit" is refused.
/// </summary>
public readonly ref struct CoseSign1
{
    /// <summary>The CBOR tag of a COSE_Sign1.</summary>
    public const uint Tag = 18;

    public bool IsTagged { get; private init; }

    /// <summary>The protected bucket, encoded; empty when there are no protected parameters.</summary>
    public ReadOnlySpan<byte> ProtectedBytes { get; private init; }

    public CoseHeaders Protected { get; private init; }

    public CoseHeaders Unprotected { get; private init; }

    public ReadOnlySpan<byte> Payload { get; private init; }

    public ReadOnlySpan<byte> Signature { get; private init; }

    public CoseAlgorithm Algorithm => Protected.HasAlgorithm ? Protected.Algorithm : Unprotected.Algorithm;

    public ReadOnlySpan<byte> KeyId => Protected.HasKeyId ? Protected.KeyId : Unprotected.KeyId;

    /// <summary>Reads one message that fills <paramref name="message"/> to its end.</summary>
    public static bool TryRead(ReadOnlySpan<byte> message, out CoseSign1 read)
    {
        read = default;
        var cursor = new CborCursor(message);
        var tagged = cursor.TryTag(Tag);
        if (!cursor.TryArray(out var count) || count != 4
            || !cursor.TryBytes(out var protectedBytes) || !TryReadProtected(ref protectedBytes, out var protectedHeaders)
            || !CoseHeaders.TryRead(ref cursor, out var unprotectedHeaders)
            || !cursor.TryBytes(out var payload) || !cursor.TryBytes(out var signature) || !cursor.AtEnd)
            return false;
        if ((protectedHeaders.HasAlgorithm && unprotectedHeaders.HasAlgorithm) || (protectedHeaders.HasKeyId && unprotectedHeaders.HasKeyId)) return false;
        read = new()
        {
            IsTagged = tagged,
            ProtectedBytes = protectedBytes,
            Protected = protectedHeaders,
            Unprotected = unprotectedHeaders,
            Payload = payload,
            Signature = signature,
        };
        return true;
    }

    /// <summary>Whether <paramref name="key"/> signed this message together with <paramref name="externalData"/> by the algorithm its headers name.</summary>
    public bool IsSignedBy(ECDsa key, ReadOnlySpan<byte> externalData)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (HashFor(Algorithm) is not { } hash) return false;
        var length = ToBeSigned.MaxLength(ProtectedBytes.Length, externalData.Length, Payload.Length);
        Span<byte> bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        var written = ToBeSigned.Write(ProtectedBytes, externalData, Payload, bytes);
        return key.VerifyData(bytes[..written], Signature, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    /// <summary>An empty map and no bytes at all are the same bucket, and are signed as the latter (RFC 9052 section 3).</summary>
    private static bool TryReadProtected(scoped ref ReadOnlySpan<byte> bytes, out CoseHeaders headers)
    {
        headers = default;
        if (bytes.IsEmpty) return true;
        var cursor = new CborCursor(bytes);
        if (!CoseHeaders.TryRead(ref cursor, out headers) || !cursor.AtEnd) return false;
        if (headers.Count == 0) bytes = [];
        return true;
    }

    private static HashAlgorithmName? HashFor(CoseAlgorithm algorithm) => algorithm switch
    {
        CoseAlgorithm.Es256 => HashAlgorithmName.SHA256,
        CoseAlgorithm.Es384 => HashAlgorithmName.SHA384,
        CoseAlgorithm.Es512 => HashAlgorithmName.SHA512,
        _ => null,
    };
}
