using System.Numerics;

namespace EdgeService.Building.Snapshots.External;

/// <summary>
/// Sorts rows wholly. What they are sorted by is a hash: rows are dealt out by its next bits into buckets of a few each, which an
/// insertion puts in order. Keys that are not spread like hashes cost more time, never a wrong order.
/// </summary>
internal sealed class RowSorting<TRow>
    where TRow : unmanaged, ISortedRow<TRow>
{
    private const int MostBucketBits = 20;
    private const int FewRows = 32;

    private int[] _ends = [];

    /// <param name="rows">Rows of one part; their order is lost.</param>
    /// <param name="sorted">As long; receives them in order.</param>
    public void Sort(Span<TRow> rows, Span<TRow> sorted)
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
    private void Deal(ReadOnlySpan<TRow> rows, Span<TRow> dealt, int bits)
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

    private static int BucketOf(in TRow row, int bits) => (int)(row.Leading << RowParts.Bits >> (64 - bits));

    private static void SortBucket(Span<TRow> bucket)
    {
        if (bucket.Length > FewRows)
        {
            bucket.Sort(static (left, right) => left.IsBefore(right) ? -1 : right.IsBefore(left) ? 1 : 0);
            return;
        }

        for (var i = 1; i < bucket.Length; i++)
        {
            var row = bucket[i];
            var at = i;
            for (; at > 0 && row.IsBefore(bucket[at - 1]); at--)
            {
                bucket[at] = bucket[at - 1];
            }

            bucket[at] = row;
        }
    }
}
