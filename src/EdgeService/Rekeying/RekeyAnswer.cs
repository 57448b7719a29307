using System.Globalization;
using System.Text.Json.Nodes;
using EdgeService.Ledger;

namespace EdgeService.Rekeying;

/// <summary>What came of a re-keying, or why it did not begin.</summary>
/// <param name="ExitCode">How the process ends.</param>
/// <param name="Faults">What is missing or wrong; all of it.</param>
/// <param name="From">Version that the ledger stood under; 0 where that is not known.</param>
/// <param name="Report">What was done; null where nothing was begun.</param>
public sealed record RekeyAnswer(int ExitCode, IReadOnlyList<string> Faults, int From, RekeyingReport? Report)
{
    public static RekeyAnswer NotProvided(IReadOnlyList<string> faults) => new(Start.ExitCode.NotProvided, faults, 0, null);

    public static RekeyAnswer Failed(string fault) => new(Start.ExitCode.Failed, [fault], 0, null);

    public static RekeyAnswer Already(int version) => new(Start.ExitCode.Stopped, [], version, null);

    public static RekeyAnswer Of(int from, RekeyingReport report) =>
        new(report.Result == RekeyingResult.Done ? Start.ExitCode.Stopped : Start.ExitCode.Refused, RefusalOf(report), from, report);

    public void Show(RekeyChoices choices, bool json, TextWriter output, TextWriter error)
    {
        if (json)
        {
            output.WriteLine(Document(choices).ToJsonString());
            return;
        }

        foreach (var fault in Faults)
            error.WriteLine($"- {fault}");
        foreach (var line in Lines(choices))
            output.WriteLine(line);
    }

    private static IReadOnlyList<string> RefusalOf(RekeyingReport report) => report.Result switch
    {
        RekeyingResult.MembersUnknown =>
        [
            $"{Number(report.Unknown)} of {Number(report.InLedger)} members of the ledger are in no file, so their new keys cannot be made. Nothing was changed. "
            + "Give a file that has them too, such as those who have left, or say --random-keys-for-others.",
        ],
        RekeyingResult.KeysCollide => ["A new key is another member's key of before or after. Nothing was changed. Draw another secret and build its snapshot."],
        _ => [],
    };

    private IEnumerable<string> Lines(RekeyChoices choices)
    {
        if (ExitCode != Start.ExitCode.Stopped)
            yield break;
        if (Report is not { } report)
        {
            yield return $"The ledger stands under version {choices.To} already. Nothing was to be done.";
            yield break;
        }

        yield return choices.DryRun ? "Everything can be done; nothing was changed (--dry-run)." : $"The ledger stands under version {choices.To} of the member secret.";
        yield return $"  {Number(report.Given)} members given, {Number(report.InLedger)} in the ledger, {Number(report.Unknown)} of them in no file";
        yield return $"  {Number(report.FormerKeys)} former keys kept, sealed";
        yield return "  rows rewritten: " + string.Join(", ", report.Rows.Select(rows => $"{rows.Key} {Number(rows.Value)}"));
        if (!choices.DryRun)
            yield return $"Now start the edges, each with version {choices.To} in its secret folder; take version {From} away once all of them run.";
    }

    private JsonObject Document(RekeyChoices choices)
    {
        var document = new JsonObject
        {
            ["result"] = ResultOf(choices),
            ["dry_run"] = choices.DryRun,
            ["from_version"] = From,
            ["to_version"] = choices.To,
            ["faults"] = new JsonArray([.. Faults.Select(fault => (JsonNode)fault)]),
        };
        if (Report is not { } report)
            return document;
        document["given"] = report.Given;
        document["in_ledger"] = report.InLedger;
        document["unknown"] = report.Unknown;
        document["former_keys"] = report.FormerKeys;
        document["rows"] = new JsonObject(report.Rows.Select(rows => KeyValuePair.Create(rows.Key, (JsonNode?)rows.Value)));
        return document;
    }

    private string ResultOf(RekeyChoices choices) => ExitCode switch
    {
        Start.ExitCode.Stopped when Report is null => "already",
        Start.ExitCode.Stopped => choices.DryRun ? "possible" : "done",
        Start.ExitCode.Refused => "refused",
        Start.ExitCode.NotProvided => "not_provided",
        _ => "failed",
    };

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
