using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// Finds the entry with a remainder among the entries of one bucket, four at a step. About eight lie in a bucket, on two cache lines that are
/// loaded at once, for no load waits for another's comparison.
/// </summary>
internal static unsafe class EntrySearch
{
    /// <summary>False when none of the <paramref name="count"/> entries has the remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFind(ulong* entries, long count, ulong remainder, out SnapshotEntry entry)
    {
        var wanted = remainder << SnapshotEntry.PayloadBits;
        if (count < Vector256<ulong>.Count)
        {
            return TryFindOneByOne(entries, count, remainder, out entry);
        }

        var pattern = Vector256.Create(wanted);
        var last = count - Vector256<ulong>.Count;
        for (long i = 0; ; i = Math.Min(i + Vector256<ulong>.Count, last))
        {
            var unlike = (Vector256.Load(entries + i) ^ pattern) >>> SnapshotEntry.PayloadBits;
            var found = Vector256.Equals(unlike, Vector256<ulong>.Zero).ExtractMostSignificantBits();
            if (found != 0)
            {
                entry = new SnapshotEntry(entries[i + BitOperations.TrailingZeroCount(found)]);
                return true;
            }

            if (i == last)
            {
                entry = default;
                return false;
            }
        }
    }

    private static bool TryFindOneByOne(ulong* entries, long count, ulong remainder, out SnapshotEntry entry)
    {
        for (long i = 0; i < count; i++)
        {
            entry = new SnapshotEntry(entries[i]);
            if (entry.Remainder == remainder)
            {
                return true;
            }
        }

        entry = default;
        return false;
    }
}
