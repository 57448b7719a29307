using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeService.Building.Snapshots;

namespace EdgeService.Tests.Operators;

/// <summary>A key that nobody trusts, and what it signs.</summary>
internal sealed class OtherKey : IDisposable
{
    private const int KeyIdAt = 80;
    private const int SignedBytes = 96;
    private const int FooterBytes = 160;

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The same file, signed by this key.</summary>
    public byte[] Sign(byte[] file)
    {
        var signed = (byte[])file.Clone();
        var footer = signed.AsSpan(signed.Length - FooterBytes);
        var signer = new SnapshotSigner(_key);
        BinaryPrimitives.WriteUInt64BigEndian(footer[KeyIdAt..], signer.KeyId);
        signer.Sign(footer[..SignedBytes]).CopyTo(footer[SignedBytes..]);
        return signed;
    }

    public void Dispose() => _key.Dispose();
}
