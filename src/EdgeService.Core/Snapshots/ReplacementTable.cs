using EdgeService.Core.Members;

namespace EdgeService.Core.Snapshots;

/// <summary>The few members who are entered under another key than their own, because another's has the same prefix. Ascending by tag.</summary>
internal sealed class ReplacementTable(SnapshotSection section)
{
    public long Count => section.Length / SnapshotFormat.ReplacementBytes;

    /// <summary>The key the member is entered under; the member's own when the table does not name the member.</summary>
    public MemberKey KeyOf(in MemberTag tag)
    {
        long low = 0;
        var high = Count - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            if (!TryRead(middle, out var found, out var replacement))
            {
                break;
            }

            var order = found.CompareTo(tag);
            if (order == 0)
            {
                return replacement;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return tag.Key;
    }

    /// <summary>The replacement at an ordinal from 0 to the count.</summary>
    public bool TryRead(long ordinal, out MemberTag tag, out MemberKey replacement)
    {
        var at = ordinal * SnapshotFormat.ReplacementBytes;
        var read = section.TryReadUInt64(at, out var key)
            & section.TryReadUInt64(at + 8, out var check)
            & section.TryReadUInt64(at + 16, out var instead);
        tag = new MemberTag(new MemberKey(key), check);
        replacement = new MemberKey(instead);
        return read;
    }
}
