using System.Buffers.Binary;
using System.Security.Cryptography;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;

namespace EdgeService.Benchmarks.Swapping;

/// <summary>The same members under a later revision: a copy whose metadata, hashes and signature are made anew.</summary>
internal static class RevisedSnapshot
{
    /// <summary>Writes the copy beside its place and moves it there, whole.</summary>
    public static void Write(string source, string target, long revision, SnapshotSigner signer)
    {
        var part = target + ".part";
        File.Copy(source, part, overwrite: true);
        using (var file = new FileStream(part, FileMode.Open, FileAccess.ReadWrite))
            Revise(file, revision, signer);
        File.Move(part, target, overwrite: true);
    }

    private static void Revise(FileStream file, long revision, SnapshotSigner signer)
    {
        var bytes = new byte[SnapshotFormat.FooterBytes];
        ReadAt(file, file.Length - bytes.Length, bytes);
        if (!SnapshotFooter.TryRead(bytes, file.Length, out var footer))
            throw new InvalidDataException("The file has no footer.");
        var number = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, revision);
        WriteAt(file, footer.Metadata.Offset, number);
        var table = Rehash(file, footer);
        (footer with { ChunkTableHash = SHA256.HashData(table), KeyId = signer.KeyId }).WriteSignedPart(bytes);
        signer.Sign(bytes.AsSpan(0, SnapshotFormat.SignedFooterBytes)).CopyTo(bytes, SnapshotFormat.SignedFooterBytes);
        WriteAt(file, file.Length - bytes.Length, bytes);
    }

    /// <summary>Hashes the chunk that holds the revision, and returns the whole table.</summary>
    private static byte[] Rehash(FileStream file, SnapshotFooter footer)
    {
        var chunk = footer.Metadata.Offset / SnapshotFormat.ChunkBytes;
        var start = chunk * SnapshotFormat.ChunkBytes;
        var data = new byte[Math.Min(SnapshotFormat.ChunkBytes, footer.DataLength - start)];
        ReadAt(file, start, data);
        WriteAt(file, footer.DataLength + (chunk * SnapshotFormat.HashBytes), SHA256.HashData(data));
        var table = new byte[footer.ChunkTableLength];
        ReadAt(file, footer.DataLength, table);
        return table;
    }

    private static void ReadAt(FileStream file, long offset, byte[] bytes)
    {
        file.Position = offset;
        file.ReadExactly(bytes);
    }

    private static void WriteAt(FileStream file, long offset, byte[] bytes)
    {
        file.Position = offset;
        file.Write(bytes);
    }
}
