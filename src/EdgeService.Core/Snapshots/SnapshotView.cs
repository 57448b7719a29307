using System.Diagnostics.CodeAnalysis;
using EdgeService.Core.Members;
using EdgeService.Core.Scoring;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// One snapshot file laid over memory. Reading changes nothing and trusts nothing: whatever the bytes hold, no read leaves the file.
/// Whoever opens it keeps the memory in place for as long as the view is used, and asks <see cref="SnapshotSeal"/> first.
/// </summary>
public sealed unsafe class SnapshotView
{
    private readonly uint* _directory;
    private readonly ulong* _entries;
    private readonly KeySplit _split;
    private readonly ConsentTable _consents;
    private readonly MemberDetails _details;
    private readonly ReplacementTable _replacements;

    private SnapshotView(byte* data, long fileLength, SnapshotMetadata metadata, ConsentTable consents, MemberDetails details, ReplacementTable replacements)
    {
        _directory = (uint*)(data + metadata[SectionKind.Directory].Offset);
        _entries = (ulong*)(data + metadata[SectionKind.Entries].Offset);
        _split = new KeySplit(metadata.DirectoryBits);
        _consents = consents;
        _details = details;
        _replacements = replacements;
        Metadata = metadata;
        FileLength = fileLength;
    }

    public SnapshotMetadata Metadata { get; }

    public long FileLength { get; }

    public long BucketCount => _split.BucketCount;

    public int ConsentSetCount => _consents.Count;

    public long DetailCount => _details.Count;

    /// <summary>Members who are entered under another key than their own.</summary>
    public long ReplacementCount => _replacements.Count;

    /// <summary>Lays a view over <paramref name="length"/> bytes at <paramref name="data"/>, or says why not.</summary>
    public static bool TryOpen(
        byte* data, long length, [NotNullWhen(true)] out SnapshotView? view, [NotNullWhen(false)] out SnapshotRefusal? refusal)
    {
        view = null;
        SnapshotMetadata? metadata = null;
        refusal = SnapshotSeal.ReadFooter(data, length, out var footer) ?? ReadMetadata(data, footer!.Metadata, out metadata);
        if (refusal is not null)
        {
            return false;
        }

        if (!TryOpenTables(data, metadata!, out var consents, out var details, out var replacements))
        {
            refusal = new(SnapshotFault.Malformed, "The table of consent sets cannot be read.");
            return false;
        }

        view = new SnapshotView(data, length, metadata!, consents, details, replacements);
        return true;
    }

    /// <summary>
    /// The key under which the member is entered here and known to ledger and tokens: the member's own, or, of two members whose keys collide,
    /// the replacement of the later one.
    /// </summary>
    public MemberKey KeyOf(in MemberTag tag) => _replacements.Count == 0 ? tag.Key : _replacements.KeyOf(tag);

    /// <summary>
    /// Finds a member. False when unknown, not enrolled, or when the file's words about the member cannot be read.
    /// Allocates nothing, but for the few members with details.
    /// </summary>
    public bool TryFind(MemberKey key, out Standing standing)
    {
        standing = default;
        if (!TryFindEntry(key, out var entry) || entry.Score.Index > ScoreStep.MaxIndex)
        {
            return false;
        }

        if (entry.ConsentIndex == SnapshotEntry.InDetails)
        {
            return _details.TryRead(_split.PrefixOf(key), entry, out standing);
        }

        if (!_consents.TryGet(entry.ConsentIndex, out var consents))
        {
            return false;
        }

        standing = entry.With(consents, [], []);
        return true;
    }

    /// <summary>The standing of every member in turn; null where <see cref="TryFind"/> would say false.</summary>
    /// <exception cref="ArgumentException"><paramref name="standings"/> is shorter than <paramref name="keys"/>.</exception>
    public void FindMany(ReadOnlySpan<MemberKey> keys, Span<Standing?> standings)
    {
        if (standings.Length < keys.Length)
        {
            throw new ArgumentException("There must be room for every member.", nameof(standings));
        }

        for (var i = 0; i < keys.Length; i++)
        {
            standings[i] = TryFind(keys[i], out var standing) ? standing : null;
        }
    }

    /// <summary>The entry at an ordinal from 0 to the member count, in the order of the keys.</summary>
    public SnapshotEntry EntryAt(long ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, Metadata.MemberCount);
        return new SnapshotEntry(_entries[ordinal]);
    }

    /// <summary>A consent set of the table; null when there is none at the index or it cannot be read.</summary>
    public ConsentSet? ConsentSetAt(int index) => _consents.TryGet(index, out var set) ? set : null;

    /// <summary>The key of an entry of a bucket, as far as the file holds it; <see cref="TryFind"/> finds the entry by it.</summary>
    public MemberKey PrefixOf(long bucket, SnapshotEntry entry) => _split.PrefixFrom(bucket, entry.Remainder);

    /// <summary>Ordinals of a bucket's entries; empty when the directory is broken there.</summary>
    public (long First, long End) BucketAt(long bucket)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, _split.BucketCount);
        long first = _directory[bucket];
        long end = _directory[bucket + 1];
        return first <= end && end <= Metadata.MemberCount ? (first, end) : (0, 0);
    }

    private bool TryFindEntry(MemberKey key, out SnapshotEntry entry)
    {
        var (first, end) = BucketAt(_split.BucketOf(key));
        var remainder = _split.RemainderOf(key);
        for (var i = first; i < end; i++)
        {
            entry = new SnapshotEntry(_entries[i]);
            if (entry.Remainder >= remainder)
            {
                return entry.Remainder == remainder;
            }
        }

        entry = default;
        return false;
    }

    private static SnapshotRefusal? ReadMetadata(byte* data, SectionExtent extent, out SnapshotMetadata? metadata)
    {
        if (extent.Length > SnapshotFormat.ChunkBytes
            || !SnapshotMetadata.TryRead(new ReadOnlySpan<byte>(data + extent.Offset, (int)extent.Length), out metadata))
        {
            metadata = null;
            return new(SnapshotFault.Malformed, "The metadata cannot be read.");
        }

        if ((metadata.RequiredFeatures & ~SnapshotFormat.KnownFeatures) is not 0 and var unknown)
        {
            return new(SnapshotFault.UnknownFeature, $"The file needs features 0x{unknown:x}, which this reader does not know.");
        }

        var fits = metadata.Sections.All(section => section.FitsWithin(extent.Offset));
        return fits && HasExactSizes(metadata) ? null : new(SnapshotFault.Malformed, "A section lies outside the file or has the wrong size.");
    }

    private static bool HasExactSizes(SnapshotMetadata metadata) =>
        metadata[SectionKind.Entries].Length == metadata.MemberCount * SnapshotFormat.EntryBytes
        && metadata[SectionKind.Directory].Length
            == (new KeySplit(metadata.DirectoryBits).BucketCount + 1) * SnapshotFormat.DirectoryElementBytes
        && metadata[SectionKind.DetailIndex].Length % SnapshotFormat.DetailIndexBytes == 0
        && metadata[SectionKind.Replacements].Length % SnapshotFormat.ReplacementBytes == 0;

    private static bool TryOpenTables(
        byte* data,
        SnapshotMetadata metadata,
        [NotNullWhen(true)] out ConsentTable? consents,
        [NotNullWhen(true)] out MemberDetails? details,
        [NotNullWhen(true)] out ReplacementTable? replacements)
    {
        SnapshotSection Section(SectionKind kind) => new(data + metadata[kind].Offset, metadata[kind].Length);

        details = null;
        replacements = null;
        if (!BitConverter.IsLittleEndian
            || !ConsentTable.TryOpen(Section(SectionKind.Partners), Section(SectionKind.ConsentSets), out consents))
        {
            consents = null;
            return false;
        }

        details = new MemberDetails(Section(SectionKind.DetailIndex), Section(SectionKind.Details), consents);
        replacements = new ReplacementTable(Section(SectionKind.Replacements));
        return true;
    }
}
