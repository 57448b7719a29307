using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Core.Members;
using EdgeService.Core.Scoring;

namespace EdgeCtl.Files;

/// <summary>One member's score.</summary>
internal sealed record ScoredMember(string MemberRef, int Score)
{
    public Band Band => ScoreStep.OfScore(Score).Band;
}

/// <summary>The scores of a file of dimensions, in its order, or every bad line of it.</summary>
internal sealed record ScoredMembers(IReadOnlyList<ScoredMember> Members, IReadOnlyList<InputFault> Faults)
{
    public static ScoredMembers Read(string path)
    {
        var faults = new InputFaults();
        var names = new List<string>();
        using var input = File.OpenRead(path);

        // The reader asks for a tag once for every good line, in order: what it is given is the member's name.
        var rows = new List<(int Score, long Line)>();
        ScoresCsv.Read(input, path, name => TagOf(names, name), faults, (in row, line) => rows.Add(((int)row.Facts, line)));
        var first = new Dictionary<string, long>(StringComparer.Ordinal);
        var members = new List<ScoredMember>(rows.Count);
        foreach (var (row, name) in rows.Zip(names))
        {
            if (!first.TryAdd(name, row.Line))
            {
                faults.Add(path, row.Line, $"the same member as on line {first[name]}");
            }

            members.Add(new ScoredMember(name, row.Score));
        }

        return new ScoredMembers(members, faults.Sorted());
    }

    private static MemberTag TagOf(List<string> names, ReadOnlySpan<byte> name)
    {
        names.Add(Encoding.UTF8.GetString(name));
        return default;
    }
}
