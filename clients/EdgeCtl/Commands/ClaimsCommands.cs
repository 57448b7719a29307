using System.CommandLine;
using EdgeCtl.Files;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>What a terminal did while it was cut off.</summary>
internal static class ClaimsCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("claims", "What a terminal did while it was cut off from the edge.");
        command.Subcommands.Add(BuildReport(runner));
        return command;
    }

    private static TaughtCommand BuildReport(CommandRunner runner)
    {
        var file = new Argument<string>("file") { Description = "JSON lines, each a ReportOfflineClaimsRequest of the contract in proto JSON." };
        var command = new TaughtCommand(
            "report",
            "Uploads a terminal's journal. Safe to repeat in any part: each claim is settled once. Ends with 3 if one came second or is faulty.\n"
            + "With one line that cannot be read nothing is uploaded; all such lines are named.",
            "claims report journal.jsonl --as bike-dock");
        command.Arguments.Add(file);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var name = invocation.Value(file);
            using var input = new StreamReader(invocation.FullPath(name));
            var claims = await JsonLines.ReadAsync(input, name, (json, wrong) => MessageReading.Read(json, ReportOfflineClaimsRequest.Parser, wrong), cancellation);
            var reply = await invocation.Terminal(Role.BikeDock).Grants.ReportClaimsAsync(claims, cancellation);
            var settled = reply.Results.Count == claims.Count && reply.Results.All(result => result.Outcome == ClaimOutcome.Settled);
            return new CommandAnswer(settled ? ExitCode.Done : ExitCode.Refused, ProtoJson.Of(reply), screen => Show(screen, reply));
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, ReportOfflineClaimsResponse reply)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("No.", "Outcome", "Grant", "What of it");
        foreach (var result in reply.Results)
        {
            table.AddRow(
                new Text(Wording.Of(result.Sequence)),
                new Text(Names.InWords(result.Outcome), OutcomeStyle.OfExit(result.Outcome == ClaimOutcome.Settled ? ExitCode.Done : ExitCode.Refused)),
                new Text(result.Grant is { } grant ? $"{grant.GrantId} {Names.InWords(grant.Custody)}" : ""),
                new Text(WhatOf(result)));
        }

        screen.Write(table);
        screen.MarkupLineInterpolated($"  [grey]settled through number {Wording.Of(reply.ProcessedThroughSequence)}[/]");
    }

    private static string WhatOf(OfflineClaimResult result) => result.Outcome switch
    {
        ClaimOutcome.LateConflict => $"kept with both sides as {result.ConflictId}; a person decides",
        ClaimOutcome.InvalidToken => $"{Names.InWords(result.Verdict)}; kept as {result.ClaimId} for a person",
        ClaimOutcome.Faulty when result.ClaimId.Length > 0 => $"{result.Fault?.Message} Kept as {result.ClaimId} for a person.",
        ClaimOutcome.Faulty => result.Fault?.Message ?? "",
        _ => "",
    };
}
