using System.Globalization;
using System.Text.Json.Nodes;
using EdgeService.Building.Snapshots;
using EdgeService.Building.Snapshots.Counting;
using EdgeService.Core.Scoring;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>The numbers of a snapshot, with its scores as a picture.</summary>
internal static class SnapshotStatsView
{
    private const int FullBar = 50;

    public static CommandAnswer Answer(
        string path, SnapshotFile file, SnapshotStatistics statistics, IReadOnlyList<EligibleShare>? shares, DateTimeOffset at)
    {
        var document = SnapshotReport.Inspected(path, file, statistics).Document;
        document["at"] = at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        document["scores"] = new JsonObject(Steps(statistics).Select(each =>
            KeyValuePair.Create<string, JsonNode?>(each.Step.Floor.ToString(CultureInfo.InvariantCulture), each.Members)));
        document["bannedBySector"] = new JsonObject(statistics.BannedBySector.OrderBy(each => each.Key).Select(each =>
            KeyValuePair.Create<string, JsonNode?>(Names.Of(each.Key), each.Value)));
        document["withDatedConsents"] = statistics.WithDatedConsents;
        document["eligible"] = shares is null ? null : Document(shares, statistics.Members);
        var metadata = file.View.Metadata;
        return new CommandAnswer(ExitCode.Done, document, screen =>
        {
            screen.MarkupLineInterpolated($"[bold]{Wording.Of(statistics.Members)}[/] members at revision {metadata.Revision}  [grey]{path}[/]");
            screen.WriteLine();
            ShowScores(screen, statistics);
            BandChart.Show(screen, statistics.ByBand);
            screen.WriteLine();
            SnapshotReport.ShowCounts(screen, statistics);
            ShowBans(screen, statistics, at);
            ShowShares(screen, shares, statistics.Members);
        });
    }

    private static JsonArray Document(IReadOnlyList<EligibleShare> shares, long members) => new([.. shares.Select(share => new JsonObject
    {
        ["perk"] = share.PerkId,
        ["partner"] = share.PartnerId,
        ["members"] = share.Members,
        ["share"] = Math.Round((double)share.Members / Math.Max(1, members), 4),
    })]);

    private static void ShowScores(IAnsiConsole screen, SnapshotStatistics statistics)
    {
        var most = Math.Max(1, statistics.ByStep.Max());
        foreach (var (step, members) in Steps(statistics))
        {
            var range = step.Index == ScoreStep.MaxIndex ? "950" : $"{step.Floor}–{step.Floor + 49}";
            var bar = new string('█', (int)(members * FullBar / most)).PadRight(FullBar);
            screen.MarkupLine($"  {range,-8} [{BandChart.ColourOf(step.Band)}]{bar}[/] {Wording.Of(members),13} {Share(members, statistics.Members),7}");
        }

        screen.WriteLine();
    }

    private static void ShowBans(IAnsiConsole screen, SnapshotStatistics statistics, DateTimeOffset at)
    {
        var text = string.Join(", ", statistics.BannedBySector.OrderBy(each => each.Key)
            .Select(each => $"{Names.InWords(each.Key)} {Wording.Of(each.Value)}"));
        screen.MarkupLineInterpolated($"  Bans in force on {Wording.Of(at)}: {(text.Length > 0 ? text : "none")}");
        if (statistics.WithDatedConsents > 0)
        {
            screen.MarkupLineInterpolated($"  Dated consents: {Wording.Of(statistics.WithDatedConsents)} members");
        }
    }

    private static void ShowShares(IAnsiConsole screen, IReadOnlyList<EligibleShare>? shares, long members)
    {
        if (shares is null)
        {
            return;
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("Perk", "Partner", "Members", "Share");
        foreach (var share in shares)
        {
            table.AddRow(
                new Text(share.PerkId),
                new Text(share.PartnerId),
                new Text(Wording.Of(share.Members)).RightJustified(),
                new Text(Share(share.Members, members)).RightJustified());
        }

        screen.Write(table);
    }

    private static IEnumerable<(ScoreStep Step, long Members)> Steps(SnapshotStatistics statistics) =>
        statistics.ByStep.Select((members, index) => (new ScoreStep((byte)index), members));

    private static string Share(long members, long all) => (100.0 * members / Math.Max(1, all)).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
