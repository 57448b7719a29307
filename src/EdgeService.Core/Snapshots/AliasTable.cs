using EdgeService.Core.Members;

namespace EdgeService.Core.Snapshots;

/// <summary>Whom cards and documents lead to. Ascending by tag.</summary>
internal sealed class AliasTable(SnapshotSection section)
{
    /// <summary>
    /// Tags are hashes: the proportion of one tells about where it lies, and a few such guesses find it among hundreds of millions. From then on the
    /// range is halved, so that tags which are not spread evenly cost time and nothing else.
    /// </summary>
    private const int Guesses = 8;

    public long Count => section.Length / SnapshotFormat.AliasBytes;

    /// <summary>False when no alias has the tag.</summary>
    /// <exception cref="SnapshotDamagedException">What had to be read is not what was signed.</exception>
    public bool TryFind(in AliasTag tag, out MemberKey member)
    {
        var (low, high) = (0L, Count - 1);
        var (least, most) = (0UL, ulong.MaxValue);
        for (var step = 0; low <= high; step++)
        {
            var place = step < Guesses ? Guess(tag.High, (low, high), (least, most)) : low + ((high - low) / 2);
            if (!TryRead(place, out var found, out member))
                break;
            var order = found.CompareTo(tag);
            if (order == 0)
                return true;
            if (order < 0)
                (low, least) = (place + 1, found.High);
            else
                (high, most) = (place - 1, found.High);
        }

        member = default;
        return false;
    }

    /// <summary>The alias at an ordinal from 0 to the count.</summary>
    public bool TryRead(long ordinal, out AliasTag tag, out MemberKey member)
    {
        var at = ordinal * SnapshotFormat.AliasBytes;
        var read = section.TryReadUInt64(at, out var high)
            & section.TryReadUInt64(at + 8, out var low)
            & section.TryReadUInt64(at + 16, out var key);
        tag = new AliasTag(high, low);
        member = new MemberKey(key);
        return read;
    }

    private static long Guess(ulong wanted, (long Low, long High) range, (ulong Least, ulong Most) values)
    {
        var share = (wanted - (double)values.Least) / (values.Most - (double)values.Least + 1);
        return range.Low + (long)(Math.Clamp(share, 0, 1) * (range.High - range.Low));
    }
}
