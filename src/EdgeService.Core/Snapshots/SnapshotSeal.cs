using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// Header, footer, signature and chunk hashes. What this has passed is what was signed, byte for byte.
/// </summary>
public static unsafe class SnapshotSeal
{
    /// <summary>Reads the footer, or says why the file is none of ours, from a newer version, or not whole.</summary>
    public static SnapshotRefusal? ReadFooter(byte* data, long length, out SnapshotFooter? footer)
    {
        footer = null;
        if (CheckHeader(new ReadOnlySpan<byte>(data, (int)Math.Clamp(length, 0, SnapshotFormat.HeaderBytes))) is { } refusal)
        {
            return refusal;
        }

        var whole = length >= SnapshotFormat.HeaderBytes + SnapshotFormat.FooterBytes
            && SnapshotFooter.TryRead(FooterOf(data, length), length, out footer);
        return whole ? null : new(SnapshotFault.CutShort, "The file does not end in a footer that fits its length.");
    }

    /// <summary>Refuses what does not begin as a snapshot, or was written by a newer version of the format.</summary>
    public static SnapshotRefusal? CheckHeader(ReadOnlySpan<byte> header)
    {
        if (header.Length < 12 || !header.StartsWith(SnapshotFormat.HeaderMagic))
        {
            return new(SnapshotFault.NotASnapshot, "The file does not begin as a snapshot does.");
        }

        var major = BinaryPrimitives.ReadUInt16LittleEndian(header[8..]);
        return major <= SnapshotFormat.MajorVersion
            ? null
            : new(SnapshotFault.NewerVersion, $"Format version {major} is newer than {SnapshotFormat.MajorVersion}, the newest known here.");
    }

    /// <summary>Checks the signature and every chunk; null when the file is whole and signed by a trusted key.</summary>
    public static SnapshotRefusal? Verify(byte* data, long length, SnapshotTrust trust) =>
        VerifyFooter(data, length, trust, out var footer) ?? VerifyRest(VerifiedChunks.None(data, footer!));

    /// <summary>Checks the signature and the table of chunk hashes, but no chunk: quick at any size.</summary>
    public static SnapshotRefusal? VerifyFooter(byte* data, long length, SnapshotTrust trust, out SnapshotFooter? footer)
    {
        if (ReadFooter(data, length, out footer) is { } refusal)
        {
            return refusal;
        }

        var bytes = FooterOf(data, length);
        return trust.Check(footer!.KeyId, bytes[..SnapshotFormat.SignedFooterBytes], bytes[SnapshotFormat.SignedFooterBytes..])
            ?? VerifyChunkTable(data, footer);
    }

    /// <summary>
    /// Checks a footer that came ahead of its file: null when a trusted key signed it, and then <paramref name="footer"/> says what will follow.
    /// </summary>
    public static SnapshotRefusal? VerifyAhead(ReadOnlySpan<byte> bytes, SnapshotTrust trust, out SnapshotFooter? footer)
    {
        ArgumentNullException.ThrowIfNull(trust);
        footer = null;
        var known = bytes.Length == SnapshotFormat.FooterBytes
            && SnapshotFooter.LengthAhead(bytes) is { } fileLength
            && SnapshotFooter.TryRead(bytes, fileLength, out footer);
        return known
            ? trust.Check(footer!.KeyId, bytes[..SnapshotFormat.SignedFooterBytes], bytes[SnapshotFormat.SignedFooterBytes..])
            : new(SnapshotFault.NotASnapshot, "These are not the last 160 bytes of a snapshot.");
    }

    /// <summary>Checks all chunks that were not checked before; null when the data is what was signed.</summary>
    public static SnapshotRefusal? VerifyRest(VerifiedChunks chunks)
    {
        ArgumentNullException.ThrowIfNull(chunks);
        try
        {
            for (long chunk = 0; chunk < chunks.Count; chunk++)
            {
                chunks.RequireChunk(chunk);
            }

            return null;
        }
        catch (SnapshotDamagedException damage)
        {
            return damage.Refusal;
        }
    }

    /// <summary>Whether a chunk's bytes have the hash that the table gives.</summary>
    public static bool ChunkMatches(byte* data, SnapshotFooter footer, long chunk)
    {
        var start = chunk * SnapshotFormat.ChunkBytes;
        var count = (int)Math.Min(SnapshotFormat.ChunkBytes, footer.DataLength - start);
        Span<byte> hash = stackalloc byte[SnapshotFormat.HashBytes];
        SHA256.HashData(new ReadOnlySpan<byte>(data + start, count), hash);
        var expected = data + footer.DataLength + (chunk * SnapshotFormat.HashBytes);
        return hash.SequenceEqual(new ReadOnlySpan<byte>(expected, SnapshotFormat.HashBytes));
    }

    [SuppressMessage("Reliability", "CA2020", Justification = "A table beyond 2 GiB is refused before the cast.")]
    private static SnapshotRefusal? VerifyChunkTable(byte* data, SnapshotFooter footer)
    {
        Span<byte> hash = stackalloc byte[SnapshotFormat.HashBytes];
        if (footer.ChunkTableLength <= int.MaxValue)
        {
            SHA256.HashData(new ReadOnlySpan<byte>(data + footer.DataLength, (int)footer.ChunkTableLength), hash);
        }

        return hash.SequenceEqual(footer.ChunkTableHash.Span)
            ? null
            : new(SnapshotFault.Damaged, "The table of chunk hashes is not what was signed.");
    }

    private static ReadOnlySpan<byte> FooterOf(byte* data, long length) =>
        new(data + length - SnapshotFormat.FooterBytes, SnapshotFormat.FooterBytes);
}
