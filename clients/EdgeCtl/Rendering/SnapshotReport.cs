using System.Globalization;
using System.Text.Json.Nodes;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;
using Spectre.Console;

namespace EdgeCtl.Rendering;

/// <summary>What a snapshot file holds and whether it may be served from.</summary>
internal static class SnapshotReport
{
    public static CommandAnswer Refused(string path, SnapshotRefusal refusal)
    {
        var document = new JsonObject { ["file"] = path, ["served"] = false, ["refusal"] = Document(refusal) };
        return new CommandAnswer(ExitCode.Refused, document, screen => ShowRefusal(screen, path, refusal));
    }

    public static CommandAnswer Verified(string path, SnapshotFile file) =>
        new(ExitCode.Done, Heading(path, file), screen => ShowHeading(screen, path, file.View.Metadata, KeyOf(file), file.Seal));

    public static CommandAnswer Inspected(string path, SnapshotFile file, SnapshotStatistics statistics)
    {
        var (metadata, key, seal) = (file.View.Metadata, KeyOf(file), file.Seal);
        var document = Heading(path, file);
        document["bands"] = BandChart.Document(statistics.ByBand);
        document["tiers"] = new JsonObject(Tiers(statistics).Select(each => KeyValuePair.Create<string, JsonNode?>(Names.Of(each.Tier), each.Members)));
        document["consents"] = new JsonObject(statistics.ByContract.OrderBy(each => TextOf(each.Key), StringComparer.Ordinal)
            .Select(each => KeyValuePair.Create<string, JsonNode?>(TextOf(each.Key), each.Value)));
        document["courtListed"] = statistics.CourtListed;
        document["paymentLineOpen"] = statistics.PaymentLineOpen;
        document["withoutConsent"] = statistics.WithoutConsent;
        document["withBans"] = statistics.WithBans;
        document["consentSets"] = statistics.ConsentSets;
        document["aliases"] = statistics.Aliases;
        return new CommandAnswer(ExitCode.Done, document, screen =>
        {
            ShowHeading(screen, path, metadata, key, seal);
            screen.WriteLine();
            BandChart.Show(screen, statistics.ByBand);
            screen.WriteLine();
            ShowCounts(screen, statistics);
        });
    }

    private static JsonObject Heading(string path, SnapshotFile file) => new()
    {
        ["file"] = path,
        ["served"] = file.Seal is null,
        ["refusal"] = file.Seal is { } seal ? Document(seal) : null,
        ["keyId"] = KeyOf(file),
        ["revision"] = file.View.Metadata.Revision,
        ["asOf"] = file.View.Metadata.AsOf.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["changesThrough"] = file.View.Metadata.ChangesThrough,
        ["members"] = file.View.Metadata.MemberCount,
        ["bytes"] = file.View.FileLength,
        ["builder"] = file.View.Metadata.Builder,
    };

    private static void ShowHeading(IAnsiConsole screen, string path, SnapshotMetadata metadata, string key, SnapshotRefusal? seal)
    {
        if (seal is not null)
        {
            ShowRefusal(screen, path, seal);
        }
        else
        {
            screen.MarkupLineInterpolated($"[green]Whole and signed by a trusted key.[/]  [grey]{path}[/]");
        }

        new FactSheet()
            .Row("Revision", metadata.Revision.ToString(CultureInfo.InvariantCulture))
            .Row("As of", Wording.Of(metadata.AsOf))
            .Row("Changes", metadata.ChangesThrough > 0 ? FormattableString.Invariant($"through {metadata.ChangesThrough}") : null)
            .Row("Built", $"{Wording.Of(metadata.CreatedAt)} by {metadata.Builder}")
            .Row("Members", Wording.Of(metadata.MemberCount))
            .Row("Key", key)
            .Show(screen);
    }

    private static void ShowRefusal(IAnsiConsole screen, string path, SnapshotRefusal refusal) =>
        screen.MarkupLineInterpolated($"[red]Refused: {Names.InWords(refusal.Fault)}.[/] {refusal.Detail}  [grey]{path}[/]");

    public static void ShowCounts(IAnsiConsole screen, SnapshotStatistics statistics)
    {
        new FactSheet()
            .Row("Tiers", string.Join(", ", Tiers(statistics).Select(each => $"{Names.InWords(each.Tier)} {Wording.Of(each.Members)}")))
            .Row("Payment line", $"{Wording.Of(statistics.PaymentLineOpen)} open")
            .Row("Court", $"{Wording.Of(statistics.CourtListed)} listed")
            .Row("Bans", $"{Wording.Of(statistics.WithBans)} members with bans, past, present or future")
            .Row("No consent", Wording.Of(statistics.WithoutConsent))
            .Row("Consent sets", Wording.Of(statistics.ConsentSets))
            .Row("Aliases", $"{Wording.Of(statistics.Aliases)} cards and documents")
            .Show(screen);
        var table = new Table().Border(TableBorder.Simple).AddColumns("Consent to", "Members");
        foreach (var (contract, members) in statistics.ByContract.OrderBy(each => TextOf(each.Key), StringComparer.Ordinal))
        {
            table.AddRow(new Text(TextOf(contract)), new Text(Wording.Of(members)).RightJustified());
        }

        screen.Write(table);
    }

    private static JsonObject Document(SnapshotRefusal refusal) => new() { ["fault"] = Names.Of(refusal.Fault), ["detail"] = refusal.Detail };

    private static string KeyOf(SnapshotFile file) => file.KeyId.ToString("x16", CultureInfo.InvariantCulture);

    private static IEnumerable<(Tier Tier, long Members)> Tiers(SnapshotStatistics statistics) =>
        statistics.ByTier.Select((members, tier) => ((Tier)tier, members));

    public static string TextOf(Contract contract) => $"{Names.InWords(contract.Scene)}:{contract.PartnerId}";
}
