using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// Finds the entry with a remainder among the entries of one bucket. Remainders are spread evenly, so the proportion of one tells where its entry
/// lies among the eight or so, give or take a few: a window of eight around that place is compared at once, without a branch that depends on
/// what was read. The few that lie outside it are found one by one.
/// </summary>
internal static unsafe class EntrySearch
{
    /// <summary>Entries compared at once. As many may be read, and are disregarded, after the end of the bucket.</summary>
    public const int WindowSize = 8;

    /// <summary>Where the window begins, counted from the bucket's first entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long WindowAt(long count, ulong remainder)
    {
        var place = (long)((remainder * (ulong)count) >> SnapshotEntry.RemainderBits);
        return Math.Max(0, Math.Min(place - (WindowSize / 2), count - WindowSize));
    }

    /// <summary>False when none of the <paramref name="count"/> entries has the remainder. At most 2^26 entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryFind(ulong* entries, long count, ulong remainder, out SnapshotEntry entry)
    {
        var window = WindowAt(count, remainder);
        var found = Matches(entries + window, remainder) & ((1UL << (int)Math.Min(WindowSize, count - window)) - 1);
        if (found == 0)
        {
            return TryFindOneByOne(entries, count, remainder, out entry);
        }

        entry = new SnapshotEntry(entries[window + BitOperations.TrailingZeroCount(found)]);
        return true;
    }

    /// <summary>One bit for each entry of the window that has the remainder.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Matches(ulong* window, ulong remainder)
    {
        var wanted = Vector256.Create(remainder << SnapshotEntry.PayloadBits);
        return Matches(Vector256.Load(window), wanted) | (Matches(Vector256.Load(window + 4), wanted) << 4);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Matches(Vector256<ulong> entries, Vector256<ulong> wanted) =>
        Vector256.Equals((entries ^ wanted) >>> SnapshotEntry.PayloadBits, Vector256<ulong>.Zero).ExtractMostSignificantBits();

    [MethodImpl(MethodImplOptions.NoInlining)]
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
