using System.Globalization;
using System.Text.Json.Nodes;
using EdgeService.Building.Snapshots.Counting;
using EdgeService.Core.Snapshots;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>The difference of two snapshots.</summary>
internal static class SnapshotDiffView
{
    public static CommandAnswer Answer(
        (string Before, string After) paths, SnapshotMetadata before, SnapshotMetadata after, SnapshotDifference difference)
    {
        var kinds = Kinds(difference);
        var document = new JsonObject
        {
            ["before"] = Document(paths.Before, before),
            ["after"] = Document(paths.After, after),
            ["same"] = difference.Same,
            ["changed"] = difference.Changed,
            ["entered"] = difference.Entered,
            ["left"] = difference.Left,
            ["byKind"] = new JsonObject(kinds.Select(kind => KeyValuePair.Create<string, JsonNode?>(kind.Key, kind.Members))),
            ["bandMoves"] = new JsonArray([.. difference.BandMoves.OrderBy(move => move.Key).Select(move => new JsonObject
            {
                ["before"] = Names.Of(move.Key.Before),
                ["after"] = Names.Of(move.Key.After),
                ["members"] = move.Value,
            })]),
            ["aliases"] = new JsonObject
            {
                ["given"] = difference.Aliases.Given,
                ["withdrawn"] = difference.Aliases.Withdrawn,
                ["moved"] = difference.Aliases.Moved,
            },
            ["given"] = Document(difference.Given),
            ["withdrawn"] = Document(difference.Withdrawn),
        };
        return new CommandAnswer(ExitCode.Done, document, screen => Show(screen, before, after, difference));
    }

    private static string AliasesOf(AliasDifference aliases) =>
        $"{Wording.Of(aliases.Given)} given, {Wording.Of(aliases.Withdrawn)} withdrawn, {Wording.Of(aliases.Moved)} lead to another member";

    private static void Show(IAnsiConsole screen, SnapshotMetadata before, SnapshotMetadata after, SnapshotDifference difference)
    {
        screen.MarkupLineInterpolated(
            $"Revision {before.Revision} of {Wording.Of(before.AsOf)}  →  revision {after.Revision} of {Wording.Of(after.AsOf)}");
        new FactSheet()
            .Row("Members", $"{Wording.Of(before.MemberCount)} before, {Wording.Of(after.MemberCount)} after")
            .Row("Same", Wording.Of(difference.Same))
            .Row("Changed", Wording.Of(difference.Changed))
            .Row("Entered", Wording.Of(difference.Entered))
            .Row("Left", Wording.Of(difference.Left))
            .Row("Aliases", AliasesOf(difference.Aliases))
            .Show(screen);
        Show(screen, "What changed", Kinds(difference).Where(kind => kind.Members > 0).Select(kind => (kind.Words, kind.Members)));
        Show(screen, "Band", difference.BandMoves.OrderBy(move => move.Key)
            .Select(move => ($"{Names.InWords(move.Key.Before)} → {Names.InWords(move.Key.After)}", move.Value)));
        Show(screen, "Consent given", ByText(difference.Given));
        Show(screen, "Consent withdrawn", ByText(difference.Withdrawn));
    }

    private static void Show(IAnsiConsole screen, string title, IEnumerable<(string Text, long Members)> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns(title, "Members");
        foreach (var (text, members) in rows)
        {
            table.AddRow(new Text(text), new Text(Wording.Of(members)).RightJustified());
        }

        if (table.Rows.Count > 0)
        {
            screen.Write(table);
        }
    }

    private static (string Key, string Words, long Members)[] Kinds(SnapshotDifference difference) =>
    [
        ("scoreUp", "score a step or more up", difference.ScoreUp),
        ("scoreDown", "score a step or more down", difference.ScoreDown),
        ("tierUp", "tier up", difference.TierUp),
        ("tierDown", "tier down", difference.TierDown),
        ("courtPut", "put on the court's list", difference.CourtPut),
        ("courtLifted", "taken off the court's list", difference.CourtLifted),
        ("paymentLineOpened", "payment line opened", difference.PaymentLineOpened),
        ("paymentLineClosed", "payment line closed", difference.PaymentLineClosed),
        ("consents", "consents", difference.ConsentsChanged),
        ("bans", "dated bans", difference.BansChanged),
        ("datedConsents", "dated consents", difference.DatedConsentsChanged),
    ];

    private static JsonObject Document(string path, SnapshotMetadata metadata) => new()
    {
        ["file"] = path,
        ["revision"] = metadata.Revision,
        ["asOf"] = metadata.AsOf.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["members"] = metadata.MemberCount,
    };

    private static JsonObject Document(IReadOnlyDictionary<Contract, long> counts) =>
        new(ByText(counts).Select(each => KeyValuePair.Create<string, JsonNode?>(each.Text, each.Members)));

    private static IEnumerable<(string Text, long Members)> ByText(IReadOnlyDictionary<Contract, long> counts) =>
        counts.Select(each => (SnapshotReport.TextOf(each.Key), each.Value)).OrderBy(each => each.Item1, StringComparer.Ordinal);
}
