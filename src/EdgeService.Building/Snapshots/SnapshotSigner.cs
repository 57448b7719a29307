using System.Security.Cryptography;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>Signs footers with a P-256 private key. The caller owns the key and disposes of it.</summary>
public sealed class SnapshotSigner(ECDsa key)
{
    public byte[] PublicKey { get; } = key.ExportSubjectPublicKeyInfo();

    public ulong KeyId => SnapshotTrust.KeyIdOf(PublicKey);

    /// <summary>64 bytes: r ‖ s.</summary>
    public byte[] Sign(ReadOnlySpan<byte> bytes) => key.SignData(bytes, HashAlgorithmName.SHA256);
}
