using System.Runtime.CompilerServices;
using EdgeService.Core.Members;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// Some members looked up together in three rounds, so that their reads from memory overlap: 1. ask for every element of the directory,
/// 2. read them and ask for every bucket, 3. search the buckets.
/// </summary>
internal readonly ref struct ManyMembers
{
    /// <summary>A whole batch of calls, and no more than the nearest cache holds lines of: three for each.</summary>
    public const int Most = 128;

    private readonly MemberLookup _members;
    private readonly ReadOnlySpan<MemberKey> _keys;
    private readonly Buckets _buckets;

    /// <summary>Rounds 1 and 2.</summary>
    public ManyMembers(MemberLookup members, ReadOnlySpan<MemberKey> keys)
    {
        _members = members;
        _keys = keys;
        foreach (var key in keys)
        {
            members.PrefetchDirectory(key);
        }

        for (var i = 0; i < keys.Length; i++)
        {
            var (first, end) = members.BucketAt(members.Split.BucketOf(keys[i]));
            members.PrefetchEntries(first, end, keys[i]);
            _buckets[i] = new Bucket((uint)first, (uint)end);
        }
    }

    /// <summary>Round 3, for one of the members.</summary>
    public bool TryFind(int index, out SnapshotEntry entry)
    {
        var bucket = _buckets[index];
        return _members.TryFindWithin(bucket.First, bucket.End, _keys[index], out entry);
    }

    private readonly record struct Bucket(uint First, uint End);

    [InlineArray(Most)]
    private struct Buckets
    {
        private Bucket _first;
    }
}
