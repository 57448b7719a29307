using System.Numerics;
using EdgeService.Core.Members;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// How a member key is spread over a file: the first bits choose the bucket, the 38 after them stand in the entry.
/// Two keys alike in all of these are one member to the file.
/// </summary>
/// <param name="DirectoryBits">1 to 26.</param>
public readonly record struct KeySplit(int DirectoryBits)
{
    private const double EntriesPerBucket = 8;

    public long BucketCount => 1L << DirectoryBits;

    private int UnusedBits => 64 - DirectoryBits - SnapshotEntry.RemainderBits;

    /// <summary>The split for <paramref name="memberCount"/> members: about eight entries a bucket (between 5.7 and 11.3).</summary>
    public static KeySplit ForCount(long memberCount)
    {
        var bits = (int)Math.Round(Math.Log2(Math.Max(1, memberCount) / EntriesPerBucket), MidpointRounding.AwayFromZero);
        return new KeySplit(Math.Clamp(bits, 1, SnapshotFormat.MaxDirectoryBits));
    }

    public long BucketOf(MemberKey key) => (long)(key.Value >> (64 - DirectoryBits));

    public ulong RemainderOf(MemberKey key) => BitOperations.RotateLeft(key.Value, DirectoryBits) >> (64 - SnapshotEntry.RemainderBits);

    /// <summary>The key with the bits the file does not hold set to zero.</summary>
    public MemberKey PrefixOf(MemberKey key) => new(key.Value >> UnusedBits << UnusedBits);

    /// <summary>Puts a prefix together again from its bucket and its remainder.</summary>
    public MemberKey PrefixFrom(long bucket, ulong remainder) => new(((ulong)bucket << (64 - DirectoryBits)) | (remainder << UnusedBits));
}
