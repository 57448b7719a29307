using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Files;
using EdgeCtl.Rendering;
using EdgeService.Core.Scoring;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>Computes scores from the five dimensions.</summary>
internal static class ScoreCommand
{
    private const int ShownRows = 20;

    public static Command Build(CommandRunner runner)
    {
        var file = new Argument<string>("file")
        {
            Description = "CSV with the header member_ref,credit_history,capacity,use_preference,personal,contact_network; an empty field is unknown.",
        };
        var asCsv = new Option<bool>("--csv") { Description = "Every member as CSV: member_ref,score,band." };
        var command = new TaughtCommand(
            "score",
            "Computes score and band of every member of a CSV file. Every bad line is reported with its number.",
            "score src/EdgeService.Building/Data/german-credit-dimensions.csv",
            "score scores.csv --csv > bands.csv");
        command.Arguments.Add(file);
        command.Options.Add(asCsv);
        runner.Bind(command, (invocation, _) =>
        {
            var scored = ScoredMembers.Read(invocation.FullPath(invocation.Value(file)));
            return Task.FromResult(scored.Faults.Count > 0
                ? InputFaultsView.Answer(scored.Faults)
                : new CommandAnswer(ExitCode.Done, Document(scored.Members), screen => Show(screen, scored.Members, invocation.Value(asCsv))));
        });
        return command;
    }

    private static JsonObject Document(IReadOnlyList<ScoredMember> members) => new()
    {
        ["bands"] = BandChart.Document(ByBand(members)),
        ["members"] = new JsonArray([.. members.Select(member => new JsonObject
        {
            ["memberRef"] = member.MemberRef,
            ["score"] = member.Score,
            ["band"] = Names.Of(member.Band),
        })]),
    };

    private static void Show(IAnsiConsole screen, IReadOnlyList<ScoredMember> members, bool asCsv)
    {
        if (asCsv)
        {
            screen.Verbatim("member_ref,score,band");
            foreach (var member in members)
            {
                screen.Verbatim(FormattableString.Invariant($"{member.MemberRef},{member.Score},{Names.Of(member.Band)}"));
            }

            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("Member", "Score", "Band");
        foreach (var member in members.Take(ShownRows))
        {
            table.AddRow(new Text(member.MemberRef), new Text(FormattableString.Invariant($"{member.Score}")), new Text(Names.InWords(member.Band)));
        }

        screen.Write(table);
        if (members.Count > ShownRows)
        {
            screen.MarkupLineInterpolated($"  [grey]and {members.Count - ShownRows} more; --csv or --json shows all[/]");
        }

        BandChart.Show(screen, ByBand(members));
    }

    private static (Band Band, long Members)[] ByBand(IReadOnlyList<ScoredMember> members) =>
        [.. Enum.GetValues<Band>().Select(band => (band, members.LongCount(member => member.Band == band)))];
}
