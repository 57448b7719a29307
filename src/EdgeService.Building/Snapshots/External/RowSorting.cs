using System.Numerics;

namespace EdgeService.Building.Snapshots.External;

/// <summary>
/// Sorts rows by their whole tags. Keys are hashes: rows are dealt out by the key's next bits into buckets of a few each, which an
/// insertion puts in order. Keys that are not spread like hashes cost more time, never a wrong order.
/// </summary>
internal sealed class RowSorting
{
    private const int MostBucketBits = 20;
    private const int FewRows = 32;

    private int[] _ends = [];

    /// <param name="rows">Rows of one part; their order is lost.</param>
    /// <param name="sorted">As long; receives them in order.</param>
    public void Sort(Span<MemberRow> rows, Span<MemberRow> sorted)
    {
        var bits = Math.Clamp(BitOperations.Log2((uint)rows.Length | 1) - 2, 1, MostBucketBits);
        Deal(rows, sorted, bits);
        var first = 0;
        foreach (var end in _ends.AsSpan(0, 1 << bits))
        {
            SortBucket(sorted[first..end]);
            first = end;
        }
    }

    /// <summary>After this the ends of the buckets stand in their order.</summary>
    private void Deal(ReadOnlySpan<MemberRow> rows, Span<MemberRow> dealt, int bits)
    {
        if (_ends.Length < (1 << bits))
        {
            _ends = new int[1 << bits];
        }

        var ends = _ends.AsSpan(0, 1 << bits);
        ends.Clear();
        foreach (ref readonly var row in rows)
        {
            ends[BucketOf(row, bits)]++;
        }

        var sum = 0;
        foreach (ref var end in ends)
        {
            (end, sum) = (sum, sum + end);
        }

        foreach (ref readonly var row in rows)
        {
            dealt[ends[BucketOf(row, bits)]++] = row;
        }
    }

    private static int BucketOf(in MemberRow row, int bits) => (int)(row.Tag.Key.Value << RowSpill.PartBits >> (64 - bits));

    private static void SortBucket(Span<MemberRow> bucket)
    {
        if (bucket.Length > FewRows)
        {
            bucket.Sort(static (left, right) => left.Tag.CompareTo(right.Tag));
            return;
        }

        for (var i = 1; i < bucket.Length; i++)
        {
            var row = bucket[i];
            var at = i;
            for (; at > 0 && row.Tag < bucket[at - 1].Tag; at--)
            {
                bucket[at] = bucket[at - 1];
            }

            bucket[at] = row;
        }
    }
}
