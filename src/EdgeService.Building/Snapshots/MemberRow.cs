using EdgeService.Building.Csv;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>Hashes a stable member id under the deployment's secret.</summary>
public delegate MemberTag MemberTagging(ReadOnlySpan<byte> memberId);

/// <summary>One input line: whose it is, what it says, where it stood.</summary>
public readonly record struct MemberRow(MemberTag Tag, ulong Facts, long Line);

/// <summary>Brings rows into the order of the file and finds what must not be in it.</summary>
internal static class MemberOrder
{
    public static void Sort(List<MemberRow> rows) => rows.Sort(static (left, right) =>
    {
        var byTag = left.Tag.CompareTo(right.Tag);
        return byTag != 0 ? byTag : left.Line.CompareTo(right.Line);
    });

    /// <summary>Enters a fault for every row that repeats a member.</summary>
    public static void FindDuplicates(List<MemberRow> sorted, string source, InputFaults faults)
    {
        var first = 0;
        for (var i = 1; i < sorted.Count; i++)
        {
            if (sorted[i].Tag != sorted[first].Tag)
            {
                first = i;
                continue;
            }

            faults.Add(source, sorted[i].Line, $"the same member as on line {sorted[first].Line}");
        }
    }

    /// <summary>Enters a fault for every two members whom a file of this many could not tell apart.</summary>
    public static void FindCollisions(List<MemberRow> sorted, string source, InputFaults faults)
    {
        var split = KeySplit.ForCount(sorted.Count);
        for (var i = 1; i < sorted.Count; i++)
        {
            var alike = split.PrefixOf(sorted[i].Tag.Key) == split.PrefixOf(sorted[i - 1].Tag.Key);
            if (alike && sorted[i].Tag != sorted[i - 1].Tag)
            {
                faults.Add(
                    source, sorted[i].Line, $"its member key collides with that of line {sorted[i - 1].Line}; build under another secret");
            }
        }
    }
}
