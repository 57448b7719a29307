using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using EdgeService.Core.Members;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// From a member key to its entry: one element of the directory, then one bucket of entries, which at 520 million members are two reads from
/// memory that is in no cache. The tests whether chunks are verified read a few kilobytes that are, and hold up neither.
/// </summary>
internal sealed unsafe class MemberLookup
{
    /// <summary>Buckets of an honest file hold about 8 entries; one with more than this is searched by halves.</summary>
    private const long LargestScanned = 64;

    private readonly uint* _directory;
    private readonly ulong* _entries;
    private readonly long _directoryAt;
    private readonly long _entriesAt;
    private readonly long _memberCount;
    private readonly VerifiedChunks _chunks;

    public MemberLookup(byte* data, SnapshotMetadata metadata, VerifiedChunks chunks)
    {
        _directoryAt = metadata[SectionKind.Directory].Offset;
        _entriesAt = metadata[SectionKind.Entries].Offset;
        _directory = (uint*)(data + _directoryAt);
        _entries = (ulong*)(data + _entriesAt);
        _memberCount = metadata.MemberCount;
        _chunks = chunks;
        Split = new KeySplit(metadata.DirectoryBits);
    }

    public KeySplit Split { get; }

    /// <exception cref="SnapshotDamagedException">The bytes it lies in are not what was signed.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFind(MemberKey key, out SnapshotEntry entry)
    {
        var (first, end) = BucketAt(Split.BucketOf(key));
        return TryFindWithin(first, end, key, out entry);
    }

    /// <summary>Looks for the entry among those of its bucket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFindWithin(long first, long end, MemberKey key, out SnapshotEntry entry)
    {
        var count = end - first;
        if (count > LargestScanned)
        {
            return TryFindByHalves(first, end, Split.RemainderOf(key), out entry);
        }

        if (count == 0)
        {
            entry = default;
            return false;
        }

        _chunks.Require(_entriesAt + (first * SnapshotFormat.EntryBytes), count * SnapshotFormat.EntryBytes);
        return EntrySearch.TryFind(_entries + first, count, Split.RemainderOf(key), out entry);
    }

    /// <summary>Ordinals of a bucket's entries, the first and the one after the last; alike when it is empty or the directory is broken there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (long First, long End) BucketAt(long bucket)
    {
        _chunks.Require(_directoryAt + (bucket * SnapshotFormat.DirectoryElementBytes), 2 * SnapshotFormat.DirectoryElementBytes);
        long first = _directory[bucket];
        long end = _directory[bucket + 1];
        return first <= end && end <= _memberCount ? (first, end) : (0, 0);
    }

    /// <param name="ordinal">0 to the member count, exclusive.</param>
    public SnapshotEntry EntryAt(long ordinal)
    {
        _chunks.Require(_entriesAt + (ordinal * SnapshotFormat.EntryBytes), SnapshotFormat.EntryBytes);
        return new SnapshotEntry(_entries[ordinal]);
    }

    /// <summary>Asks for the element of the directory without waiting for it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchDirectory(MemberKey key)
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(_directory + Split.BucketOf(key));
        }
    }

    /// <summary>Asks for those of a bucket's entries among which the member's will be, without waiting for them: at most two cache lines.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void PrefetchEntries(long first, long end, MemberKey key)
    {
        if (Sse.IsSupported)
        {
            var window = _entries + first + EntrySearch.WindowAt(end - first, Split.RemainderOf(key));
            Sse.Prefetch0(window);
            Sse.Prefetch0(window + EntrySearch.WindowSize - 1);
        }
    }

    private bool TryFindByHalves(long first, long end, ulong remainder, out SnapshotEntry entry)
    {
        while (first < end)
        {
            var middle = first + ((end - first) / 2);
            entry = EntryAt(middle);
            if (entry.Remainder == remainder)
            {
                return true;
            }

            (first, end) = entry.Remainder < remainder ? (middle + 1, end) : (first, middle);
        }

        entry = default;
        return false;
    }
}
