using System.Runtime.InteropServices;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>
/// Which consent sets stand in the file's table, and at which index. The empty set is always at 0; when there are more sets than an
/// entry can point at, the most common ones are placed and the rest go to the details of their members.
/// </summary>
internal sealed class ConsentPlacing
{
    /// <summary>The index of a set that is not in the table.</summary>
    public const int InDetails = SnapshotEntry.InDetails;

    private readonly int[] _indexes;

    private ConsentPlacing(int[] indexes, List<int> placed)
    {
        _indexes = indexes;
        Placed = placed;
    }

    /// <summary>Numbers of the placed sets, by index.</summary>
    public IReadOnlyList<int> Placed { get; }

    /// <summary>The place of the set of a number; a set without a number, −1, has none.</summary>
    public int this[int number] => (uint)number < (uint)_indexes.Length ? _indexes[number] : InDetails;

    /// <summary>Sets are placed by their numbers, as many as there is room for.</summary>
    public static ConsentPlacing InOrder(int sets, int capacity = SnapshotEntry.MaxConsentSets) =>
        new(
            [.. Enumerable.Range(0, sets).Select(number => number < capacity ? number : InDetails)],
            [.. Enumerable.Range(0, Math.Min(sets, capacity))]);

    /// <param name="counts">Members by number of their consent set; number 0 is the empty set.</param>
    /// <param name="capacity">Sets that the table takes.</param>
    public static ConsentPlacing Of(long[] counts, int capacity = SnapshotEntry.MaxConsentSets)
    {
        counts[0] = long.MaxValue;
        List<int> placed = [.. Enumerable.Range(0, counts.Length).Where(number => counts[number] > 0)];
        placed.Sort((left, right) => counts[left] != counts[right] ? counts[right].CompareTo(counts[left]) : left.CompareTo(right));
        CollectionsMarshal.SetCount(placed, Math.Min(placed.Count, capacity));

        var indexes = new int[counts.Length];
        Array.Fill(indexes, InDetails);
        for (var index = 0; index < placed.Count; index++)
        {
            indexes[placed[index]] = index;
        }

        return new ConsentPlacing(indexes, placed);
    }
}
