using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using EdgeService.Core.Members;
using EdgeService.Core.Scoring;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// One snapshot file laid over memory. Reading changes nothing and trusts nothing: whatever the bytes hold, no read leaves the file, and none is
/// answered from before its chunk is known to be what was signed. Whoever opens it keeps the memory in place for as long as the view is used.
/// </summary>
public sealed unsafe class SnapshotView
{
    private readonly MemberLookup _members;
    private readonly ConsentTable _consents;
    private readonly MemberDetails _details;
    private readonly ReplacementTable _replacements;
    private readonly AliasTable _aliases;

    private SnapshotView(byte* data, long fileLength, SnapshotMetadata metadata, VerifiedChunks chunks, SnapshotTables tables)
    {
        _members = new MemberLookup(data, metadata, chunks);
        (_consents, _details, _replacements, _aliases) = tables;
        Chunks = chunks;
        Metadata = metadata;
        FileLength = fileLength;
    }

    public SnapshotMetadata Metadata { get; }

    /// <summary>What is known to be as it was signed.</summary>
    public VerifiedChunks Chunks { get; }

    public long FileLength { get; }

    public long BucketCount => _members.Split.BucketCount;

    public int ConsentSetCount => _consents.Count;

    public long DetailCount => _details.Count;

    /// <summary>Members who are entered under another key than their own.</summary>
    public long ReplacementCount => _replacements.Count;

    /// <summary>Cards and documents that lead to members.</summary>
    public long AliasCount => _aliases.Count;

    /// <summary>
    /// Lays a view over <paramref name="length"/> bytes at <paramref name="data"/>, or says why not. Chunks are taken for what was signed:
    /// <see cref="SnapshotSeal.Verify"/> is asked first, or the file is only looked at.
    /// </summary>
    public static bool TryOpen(
        byte* data, long length, [NotNullWhen(true)] out SnapshotView? view, [NotNullWhen(false)] out SnapshotRefusal? refusal)
    {
        view = null;
        refusal = SnapshotSeal.ReadFooter(data, length, out var footer);
        return refusal is null && TryOpen(data, length, footer!, VerifiedChunks.All(data, footer!), out view, out refusal);
    }

    /// <summary>
    /// Lays a view over a file whose footer <see cref="SnapshotSeal.VerifyFooter"/> has passed. Every chunk is verified before anything is read from it.
    /// </summary>
    public static bool TryOpen(
        byte* data,
        long length,
        SnapshotFooter footer,
        VerifiedChunks chunks,
        [NotNullWhen(true)] out SnapshotView? view,
        [NotNullWhen(false)] out SnapshotRefusal? refusal)
    {
        view = null;
        try
        {
            refusal = SnapshotOpening.ReadMetadata(data, footer.Metadata, chunks, out var metadata);
            if (refusal is null && SnapshotOpening.OpenTables(data, metadata!, chunks) is { } tables)
            {
                view = new SnapshotView(data, length, metadata!, chunks, tables);
                return true;
            }

            refusal ??= new(SnapshotFault.Malformed, "The table of consent sets cannot be read.");
        }
        catch (SnapshotDamagedException damage)
        {
            refusal = damage.Refusal;
        }

        return false;
    }

    /// <summary>
    /// The key under which the member is entered here and known to ledger and tokens: the member's own, or, of two members whose keys collide,
    /// the replacement of the later one.
    /// </summary>
    public MemberKey KeyOf(in MemberTag tag) => _replacements.Count == 0 ? tag.Key : _replacements.KeyOf(tag);

    /// <summary>Whose replacement stands at an ordinal from 0 to the count, ascending by tag; null when it cannot be read.</summary>
    public (MemberTag Tag, MemberKey Key)? ReplacementAt(long ordinal) => _replacements.TryRead(ordinal, out var tag, out var key) ? (tag, key) : null;

    /// <summary>The key of the member whom a card or document leads to; false when it leads to nobody. Allocates nothing.</summary>
    /// <exception cref="SnapshotDamagedException">What had to be read is not what was signed.</exception>
    public bool TryFindAlias(in AliasTag tag, out MemberKey member) => _aliases.TryFind(tag, out member);

    /// <summary>The alias at an ordinal from 0 to the count, ascending by tag; null when it cannot be read.</summary>
    /// <exception cref="SnapshotDamagedException">What had to be read is not what was signed.</exception>
    public (AliasTag Tag, MemberKey Member)? AliasAt(long ordinal) => _aliases.TryRead(ordinal, out var tag, out var member) ? (tag, member) : null;

    /// <summary>
    /// Finds a member. False when unknown, not enrolled, or when the file's words about the member cannot be read.
    /// Allocates nothing, but for the few members with details.
    /// </summary>
    /// <exception cref="SnapshotDamagedException">What had to be read is not what was signed.</exception>
    public bool TryFind(MemberKey key, out Standing standing)
    {
        standing = default;
        return _members.TryFind(key, out var entry) && TryTell(key, entry, out standing);
    }

    /// <summary>
    /// Reads for a member without details, or for nobody, somebody else's details: a refusal must not tell by the time it takes who has a dated ban.
    /// </summary>
    /// <exception cref="SnapshotDamagedException">What was read is not what was signed.</exception>
    public void EvenOut(MemberKey key)
    {
        if (!_members.TryFind(key, out var entry) || entry.ConsentIndex != SnapshotEntry.InDetails)
        {
            _details.ReadAnothers(key, entry);
        }
    }

    /// <summary>
    /// The standing of every member in turn; null where <see cref="TryFind"/> would say false. What the next ones need from memory is on its
    /// way while one is looked up.
    /// </summary>
    /// <exception cref="ArgumentException"><paramref name="standings"/> is shorter than <paramref name="keys"/>.</exception>
    /// <exception cref="SnapshotDamagedException">What had to be read is not what was signed; what stands in <paramref name="standings"/> is void.</exception>
    public void FindMany(ReadOnlySpan<MemberKey> keys, Span<Standing?> standings)
    {
        if (standings.Length < keys.Length)
        {
            throw new ArgumentException("There must be room for every member.", nameof(standings));
        }

        for (; !keys.IsEmpty; keys = keys[Math.Min(ManyMembers.Most, keys.Length)..], standings = standings[Math.Min(ManyMembers.Most, standings.Length)..])
        {
            var some = keys[..Math.Min(ManyMembers.Most, keys.Length)];
            var found = new ManyMembers(_members, some);
            for (var i = 0; i < some.Length; i++)
            {
                standings[i] = found.TryFind(i, out var entry) && TryTell(some[i], entry, out var standing) ? standing : null;
            }
        }
    }

    /// <summary>The entry at an ordinal from 0 to the member count, in the order of the keys.</summary>
    public SnapshotEntry EntryAt(long ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(ordinal, Metadata.MemberCount);
        return _members.EntryAt(ordinal);
    }

    /// <summary>A consent set of the table; null when there is none at the index or it cannot be read.</summary>
    public ConsentSet? ConsentSetAt(int index) => _consents.TryGet(index, out var set) ? set : null;

    /// <summary>The key of an entry of a bucket, as far as the file holds it; <see cref="TryFind"/> finds the entry by it.</summary>
    public MemberKey PrefixOf(long bucket, SnapshotEntry entry) => _members.Split.PrefixFrom(bucket, entry.Remainder);

    /// <summary>Ordinals of a bucket's entries; empty when the directory is broken there.</summary>
    public (long First, long End) BucketAt(long bucket)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bucket);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(bucket, BucketCount);
        return _members.BucketAt(bucket);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTell(MemberKey key, SnapshotEntry entry, out Standing standing)
    {
        standing = default;
        if (entry.Score.Index > ScoreStep.MaxIndex)
        {
            return false;
        }

        if (entry.ConsentIndex == SnapshotEntry.InDetails)
        {
            return _details.TryRead(_members.Split.PrefixOf(key), entry, out standing);
        }

        if (!_consents.TryGet(entry.ConsentIndex, out var consents))
        {
            return false;
        }

        standing = entry.With(consents, [], []);
        return true;
    }
}
