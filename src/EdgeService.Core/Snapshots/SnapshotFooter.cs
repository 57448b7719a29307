using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// The last 160 bytes of a file. The first 96 of them, which hold the hash of the chunk table, are what is signed.
/// </summary>
/// <param name="DataLength">Bytes the chunks cover: everything before the chunk table, which follows them.</param>
/// <param name="Metadata">Where the metadata lie.</param>
/// <param name="ChunkTableHash">SHA-256 of the chunk table.</param>
/// <param name="KeyId">First 8 bytes of the SHA-256 of the signing key's SubjectPublicKeyInfo; zero when unsigned.</param>
public sealed record SnapshotFooter(long DataLength, SectionExtent Metadata, ReadOnlyMemory<byte> ChunkTableHash, ulong KeyId)
{
    public long ChunkCount => (DataLength + SnapshotFormat.ChunkBytes - 1) / SnapshotFormat.ChunkBytes;

    public long ChunkTableLength => ChunkCount * SnapshotFormat.HashBytes;

    public long FileLength => DataLength + ChunkTableLength + SnapshotFormat.FooterBytes;

    /// <summary>Writes the 96 bytes that are signed.</summary>
    public void WriteSignedPart(Span<byte> destination)
    {
        SnapshotFormat.FooterMagic.CopyTo(destination);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[8..], SnapshotFormat.MajorVersion);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[10..], SnapshotFormat.MinorVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[12..], SnapshotFormat.ChunkBytes);
        BinaryPrimitives.WriteInt64LittleEndian(destination[16..], DataLength);
        BinaryPrimitives.WriteInt64LittleEndian(destination[24..], ChunkCount);
        BinaryPrimitives.WriteInt64LittleEndian(destination[32..], Metadata.Offset);
        BinaryPrimitives.WriteInt64LittleEndian(destination[40..], Metadata.Length);
        ChunkTableHash.Span.CopyTo(destination[48..]);
        BinaryPrimitives.WriteUInt64BigEndian(destination[80..], KeyId);
        destination[88..SnapshotFormat.SignedFooterBytes].Clear();
    }

    /// <summary>How long a file is by its footer's own word; null where no file can be so long.</summary>
    internal static long? LengthAhead(ReadOnlySpan<byte> bytes)
    {
        const long Longest = long.MaxValue / 2;
        var dataLength = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        return dataLength is > 0 and < Longest ? new SnapshotFooter(dataLength, default, default, 0).FileLength : null;
    }

    /// <summary>Reads the footer of a file of <paramref name="fileLength"/> bytes and checks it against that length.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, long fileLength, [NotNullWhen(true)] out SnapshotFooter? footer)
    {
        footer = null;
        if (bytes.Length != SnapshotFormat.FooterBytes
            || !bytes.StartsWith(SnapshotFormat.FooterMagic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) != SnapshotFormat.ChunkBytes)
        {
            return false;
        }

        var dataLength = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        var metadata = new SectionExtent(
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]));
        if (dataLength < SnapshotFormat.HeaderBytes || dataLength > fileLength || !metadata.FitsWithin(dataLength))
        {
            return false;
        }

        var read = new SnapshotFooter(
            dataLength, metadata, bytes[48..80].ToArray(), BinaryPrimitives.ReadUInt64BigEndian(bytes[80..]));
        if (read.FileLength != fileLength || read.ChunkCount != BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]))
        {
            return false;
        }

        footer = read;
        return true;
    }
}
