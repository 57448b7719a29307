using System.Security.Cryptography;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Snapshots;

/// <summary>A signed file of several chunks, with its members as a model, and the means to sign it anew after it was tampered with.</summary>
public sealed class SignedSample : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public SignedSample()
    {
        Trust = new SnapshotTrust([_key.ExportSubjectPublicKeyInfo()]);
        Bytes = Sample.BuildBytes(_key);
    }

    public SnapshotTrust Trust { get; }

    public byte[] Bytes { get; }

    internal SampleMembers Sample { get; } = SampleMembers.Draw(30_000, seed: 41);

    /// <summary>Puts the hashes and the signature right, as whoever holds the key can: the bytes are hostile, the seal is good.</summary>
    public void Seal(Span<byte> file)
    {
        var footerAt = file.Length - SnapshotFormat.FooterBytes;
        Assert.True(SnapshotFooter.TryRead(file[footerAt..], file.Length, out var footer));
        var table = file[(int)footer.DataLength..footerAt];
        for (var chunk = 0; chunk < footer.ChunkCount; chunk++)
        {
            var start = chunk * SnapshotFormat.ChunkBytes;
            var end = Math.Min(start + SnapshotFormat.ChunkBytes, (int)footer.DataLength);
            SHA256.HashData(file[start..end], table[(chunk * SnapshotFormat.HashBytes)..]);
        }

        FooterOf(footer with { ChunkTableHash = SHA256.HashData(table) }).CopyTo(file[footerAt..]);
    }

    /// <summary>A footer as bytes, signed.</summary>
    public byte[] FooterOf(SnapshotFooter footer)
    {
        var bytes = new byte[SnapshotFormat.FooterBytes];
        footer.WriteSignedPart(bytes);
        _key.SignData(bytes.AsSpan(0, SnapshotFormat.SignedFooterBytes), HashAlgorithmName.SHA256).CopyTo(bytes, SnapshotFormat.SignedFooterBytes);
        return bytes;
    }

    public void Dispose() => _key.Dispose();
}
