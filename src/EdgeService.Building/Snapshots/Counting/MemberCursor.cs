using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Counting;

/// <summary>Goes over the members of a snapshot in the order of their keys.</summary>
internal sealed class MemberCursor(SnapshotView view)
{
    private long _next;
    private long _end;

    /// <summary>The current member's key, as far as the file holds it.</summary>
    public MemberKey Prefix { get; private set; }

    public SnapshotEntry Entry { get; private set; }

    /// <summary>The bucket of the current member.</summary>
    public long Bucket { get; private set; } = -1;

    /// <summary>How many members have been gone over, the current one included.</summary>
    public long Ordinal { get; private set; }

    /// <exception cref="SnapshotDamagedException">A part of the file is not what was signed.</exception>
    public bool MoveNext()
    {
        while (_next >= _end)
        {
            if (++Bucket >= view.BucketCount)
            {
                return false;
            }

            (_next, _end) = view.BucketAt(Bucket);
        }

        Entry = view.EntryAt(_next++);
        Prefix = view.PrefixOf(Bucket, Entry);
        Ordinal++;
        return true;
    }
}
