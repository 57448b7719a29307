using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Security.Cryptography;

namespace EdgeService.Core.Snapshots;

/// <summary>The public keys whose snapshots are served, found by key id. P-256 keys as SubjectPublicKeyInfo in DER.</summary>
public sealed class SnapshotTrust
{
    private readonly FrozenDictionary<ulong, byte[]> _keys;

    public SnapshotTrust(IEnumerable<byte[]> subjectPublicKeyInfos) =>
        _keys = subjectPublicKeyInfos.DistinctBy(key => KeyIdOf(key)).ToFrozenDictionary(key => KeyIdOf(key));

    public IReadOnlyCollection<ulong> KeyIds => _keys.Keys;

    /// <summary>First 8 bytes of the SHA-256 of the key, as a big-endian number; never 0, which stands for "unsigned".</summary>
    public static ulong KeyIdOf(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        Span<byte> hash = stackalloc byte[SnapshotFormat.HashBytes];
        SHA256.HashData(subjectPublicKeyInfo, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash);
    }

    /// <summary>Null when <paramref name="signature"/> (r ‖ s, 64 bytes) over <paramref name="signedPart"/> is by a trusted key.</summary>
    internal SnapshotRefusal? Check(ulong keyId, ReadOnlySpan<byte> signedPart, ReadOnlySpan<byte> signature)
    {
        if (keyId == 0 || !signature.ContainsAnyExcept((byte)0))
        {
            return new(SnapshotFault.Unsigned, "The file carries no signature.");
        }

        if (!_keys.TryGetValue(keyId, out var publicKey))
        {
            return new(SnapshotFault.UnknownKey, $"Signed by key {keyId:x16}, which is not trusted here.");
        }

        using var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(publicKey, out _);
        return key.VerifyData(signedPart, signature, HashAlgorithmName.SHA256)
            ? null
            : new(SnapshotFault.BadSignature, $"The signature by key {keyId:x16} does not fit the footer.");
    }
}
