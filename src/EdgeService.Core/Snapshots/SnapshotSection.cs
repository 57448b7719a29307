using System.Buffers.Binary;

namespace EdgeService.Core.Snapshots;

/// <summary>The sections of a snapshot file, in the order of their (offset, length) pairs in the metadata.</summary>
public enum SectionKind
{
    Entries = 0,
    Directory = 1,
    Partners = 2,
    ConsentSets = 3,
    DetailIndex = 4,
    Details = 5,

    /// <summary>Whom cards and documents lead to, by tag.</summary>
    Aliases = 6,

    /// <summary>Replacement keys of members whose keys collide, by member tag; usually empty.</summary>
    Replacements = 7,
}

/// <summary>Where a section lies in the file.</summary>
public readonly record struct SectionExtent(long Offset, long Length)
{
    /// <summary>Whether the section lies wholly within the first <paramref name="limit"/> bytes and is aligned.</summary>
    public bool FitsWithin(long limit) =>
        Offset >= 0 && Length >= 0 && Offset <= limit && Length <= limit - Offset && Offset % SnapshotFormat.SectionAlignment == 0;
}

/// <summary>
/// Bytes of one section. Whoever holds it keeps the memory alive; every read is checked against the length, and what is read for the first time
/// against what was signed.
/// </summary>
internal readonly unsafe struct SnapshotSection(byte* data, SectionExtent extent, VerifiedChunks chunks)
{
    public long Length => extent.Length;

    /// <exception cref="SnapshotDamagedException">The bytes are not what was signed.</exception>
    public bool TrySlice(long offset, long count, out ReadOnlySpan<byte> slice)
    {
        if (offset < 0 || count < 0 || count > int.MaxValue || offset > Length || count > Length - offset)
        {
            slice = default;
            return false;
        }

        var at = extent.Offset + offset;
        chunks.Require(at, count);
        slice = new ReadOnlySpan<byte>(data + at, (int)count);
        return true;
    }

    public bool TryReadUInt32(long offset, out uint value)
    {
        value = TrySlice(offset, sizeof(uint), out var slice) ? BinaryPrimitives.ReadUInt32LittleEndian(slice) : 0;
        return !slice.IsEmpty;
    }

    public bool TryReadUInt64(long offset, out ulong value)
    {
        value = TrySlice(offset, sizeof(ulong), out var slice) ? BinaryPrimitives.ReadUInt64LittleEndian(slice) : 0;
        return !slice.IsEmpty;
    }
}
