using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace EdgeService.Core.Snapshots;

/// <summary>What a file says about itself.</summary>
/// <param name="Revision">Grows with every published snapshot; at least 1.</param>
/// <param name="AsOf">The moment the standings describe; whole seconds.</param>
/// <param name="CreatedAt">When the file was built; whole seconds.</param>
/// <param name="MemberCount">Entries in the file.</param>
/// <param name="SecretVersion">Version of the member secret the keys were made with.</param>
/// <param name="SecretCheck">A value only that secret yields, so that an edge refuses a file in which it would find nobody.</param>
/// <param name="DirectoryBits">Key bits that choose the bucket, 1–26.</param>
/// <param name="RequiredFeatures">Bits a reader must know to read the file rightly: see <see cref="SnapshotFormat.KnownFeatures"/>.</param>
/// <param name="Builder">Program and version that built the file; at most 255 bytes of UTF-8.</param>
/// <param name="Sections">Extents by <see cref="SectionKind"/>.</param>
public sealed record SnapshotMetadata(
    long Revision,
    DateTimeOffset AsOf,
    DateTimeOffset CreatedAt,
    long MemberCount,
    int SecretVersion,
    ulong SecretCheck,
    int DirectoryBits,
    ulong RequiredFeatures,
    string Builder,
    ImmutableArray<SectionExtent> Sections)
{
    public const int SectionCount = 8;
    private const int ChangesThroughAt = 56;
    private const int SectionsAt = 64;
    private const int BuilderAt = SectionsAt + (SectionCount * 16);
    private const int MaxBuilderBytes = byte.MaxValue;

    /// <summary>Revision of the last change that is folded into the file; 0 when none is. Later changes count on top of it.</summary>
    public long ChangesThrough { get; init; }

    public SectionExtent this[SectionKind kind] => Sections[(int)kind];

    /// <summary>The metadata section as bytes.</summary>
    public byte[] ToBytes()
    {
        var builder = Encoding.UTF8.GetBytes(Builder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(builder.Length, MaxBuilderBytes);
        var bytes = new byte[BuilderAt + 1 + builder.Length];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Revision);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(8), AsOf.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(16), CreatedAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), MemberCount);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(32), SecretVersion);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(36), DirectoryBits);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(40), SecretCheck);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(48), RequiredFeatures);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(ChangesThroughAt), ChangesThrough);
        for (var i = 0; i < SectionCount; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SectionsAt + (16 * i)), Sections[i].Offset);
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(SectionsAt + (16 * i) + 8), Sections[i].Length);
        }

        bytes[BuilderAt] = (byte)builder.Length;
        builder.CopyTo(bytes.AsSpan(BuilderAt + 1));
        return bytes;
    }

    /// <summary>Reads the section and checks what can be checked without the rest of the file.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SnapshotMetadata? metadata)
    {
        metadata = null;
        if (bytes.Length <= BuilderAt
            || bytes.Length < BuilderAt + 1 + bytes[BuilderAt]
            || !UnixTime.TryRead(bytes[8..], out var asOf)
            || !UnixTime.TryRead(bytes[16..], out var createdAt))
        {
            return false;
        }

        var read = new SnapshotMetadata(
            BinaryPrimitives.ReadInt64LittleEndian(bytes),
            asOf,
            createdAt,
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[36..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[48..]),
            Encoding.UTF8.GetString(bytes.Slice(BuilderAt + 1, bytes[BuilderAt])),
            ReadSections(bytes[SectionsAt..BuilderAt]))
        {
            ChangesThrough = BinaryPrimitives.ReadInt64LittleEndian(bytes[ChangesThroughAt..]),
        };
        var plausible = read.Revision >= 1
            && read.ChangesThrough >= 0
            && read.MemberCount is >= 0 and <= SnapshotFormat.MaxMembers
            && read.DirectoryBits is >= 1 and <= SnapshotFormat.MaxDirectoryBits;
        metadata = plausible ? read : null;
        return plausible;
    }

    private static ImmutableArray<SectionExtent> ReadSections(ReadOnlySpan<byte> bytes)
    {
        var sections = ImmutableArray.CreateBuilder<SectionExtent>(SectionCount);
        for (; !bytes.IsEmpty; bytes = bytes[16..])
        {
            sections.Add(new(BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt64LittleEndian(bytes[8..])));
        }

        return sections.MoveToImmutable();
    }
}
