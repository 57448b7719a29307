using EdgeService.Building.Csv;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.External;

/// <summary>
/// Goes through the input once more for the lines of what is repeated: duplicates become faults, colliding members get named.
/// </summary>
internal sealed class RepeatSearch(IBuildInput input, Replacements replacements, KeySplit split, InputFaults faults)
{
    private readonly Dictionary<MemberTag, long> _firstLines = [];
    private readonly Dictionary<MemberTag, long> _firstScores = [];
    private long _named;

    /// <summary>Enters the duplicates as faults and returns the members, as they are entered, who collide with an earlier one.</summary>
    public IReadOnlyList<MemberTag> Run(Repeats members, Repeats scores)
    {
        input.ReadAgain(
            (in row, line) =>
            {
                var entered = replacements.Enter(row.Tag);
                if (members.Contains(split.PrefixOf(entered.Key).Value))
                {
                    Take(_firstLines, entered, input.EnrolledName, line);
                }
            },
            (in row, line) =>
            {
                var entered = replacements.Enter(row.Tag);
                if (scores.Contains(entered.Key.Value))
                {
                    Take(_firstScores, entered, input.ScoresName!, line);
                }
            });
        faults.AddUnlisted(members.Duplicates + scores.Duplicates - _named);
        return [.. _firstLines.GroupBy(found => split.PrefixOf(found.Key.Key)).SelectMany(LaterOnes)];
    }

    /// <summary>Who has been given a key keeps it; else the earlier line does.</summary>
    private IEnumerable<MemberTag> LaterOnes(IEnumerable<KeyValuePair<MemberTag, long>> alike) => alike
        .OrderByDescending(found => replacements.Holds(found.Key))
        .ThenBy(found => found.Value)
        .Skip(1)
        .Select(found => found.Key);

    private void Take(Dictionary<MemberTag, long> firstLines, MemberTag entered, string source, long line)
    {
        if (!firstLines.TryAdd(entered, line))
        {
            faults.Add(source, line, $"the same member as on line {firstLines[entered]}");
            _named++;
        }
    }
}
