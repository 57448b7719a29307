using System.CommandLine;
using EdgeCtl.Files;
using EdgeCtl.Rendering;
using Perks.Admin.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>Changes for a running edge.</summary>
internal static class ChangesCommands
{
    /// <summary>What one request carries; a megabyte at most with any kind of change that people write by hand.</summary>
    private const int MostInOneCall = 2_000;

    public static Command Build(CommandRunner runner)
    {
        var command = new Command("changes", "Tells a running edge what has changed about members since its snapshot.");
        command.Subcommands.Add(BuildApply(runner));
        return command;
    }

    private static TaughtCommand BuildApply(CommandRunner runner)
    {
        var file = new Argument<string>("file") { Description = "JSON lines, one change a line; - reads the standard input." };
        var dryRun = new Option<bool>("--dry-run") { Description = $"Look at everything and apply nothing. The edge looks at the first {MostInOneCall}." };
        var command = new TaughtCommand(
            "apply",
            "Applies changes, in the order of their revisions: each has one more than the one before, and the first one more than `edge snapshot\n"
            + "basis` shows. They hold from the very next check on. Changes applied before are passed over, so a file may be sent again.\n"
            + "A line has revision, memberId, changeTime and one of: enrol, leave, score, tier, courtListed, paymentLineOpen, giveConsent,\n"
            + "withdrawConsent, putBan, liftBan, dispute, giveAlias, withdrawAlias. A line with asOfTime alone says that nothing else has\n"
            + "changed until then.\n\n"
            + """  {"revision":1,"memberId":"demo-alice","changeTime":"2026-11-22T08:00:00Z","score":712}""" + "\n"
            + """  {"revision":2,"memberId":"demo-alice","changeTime":"2026-11-22T08:00:00Z","putBan":{"sector":"SECTOR_RAILWAY",""" + "\n"
            + """     "scope":"BAN_SCOPE_HIGHER_CLASSES","startTime":"2026-12-01T00:00:00Z","endTime":"2027-05-30T00:00:00Z"}}""" + "\n"
            + """  {"revision":3,"memberId":"demo-alice","changeTime":"2026-11-22T08:00:00Z","withdrawAlias":{"partnerCard":{"partnerId":"citylib",""" + "\n"
            + """     "number":"CARD-ALICE"}}}""",
            "changes apply today.jsonl",
            "changes apply today.jsonl --dry-run",
            "changes apply - --json < today.jsonl");
        command.Arguments.Add(file);
        command.Options.Add(dryRun);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var name = invocation.Value(file);
            using var input = name == "-" ? invocation.Surroundings.Input : new StreamReader(invocation.FullPath(name));
            var changes = await ChangeLines.ReadAsync(input, name == "-" ? "standard input" : name, cancellation);
            var total = await ApplyAsync(invocation, changes, invocation.Value(dryRun), cancellation);
            var what = invocation.Value(dryRun) ? "would be applied" : "applied";
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(total), screen =>
            {
                screen.WriteLine($"{Wording.Of(total.AppliedCount)} changes {what}, {Wording.Of(total.RepeatedCount)} were there before.");
                new FactSheet()
                    .Row("Without effect", total.IneffectiveCount == 0 ? "" : $"{Wording.Of(total.IneffectiveCount)}: not enrolled, or a card of another")
                    .Row("Through", $"revision {total.ChangesThrough}")
                    .Row("Basis", Wording.Of(total.Basis))
                    .Show(screen);
            });
        });
        return command;
    }

    private static async Task<ApplyChangesResponse> ApplyAsync(Invocation invocation, ChangeLines changes, bool dryRun, CancellationToken cancellation)
    {
        var client = SnapshotServiceCommands.Snapshots(invocation);
        var progress = new ProgressLine(invocation.Surroundings);
        var total = new ApplyChangesResponse();
        var sent = 0;
        do
        {
            var chunk = changes.Changes.Skip(sent).Take(MostInOneCall).ToList();
            sent += chunk.Count;
            var request = new ApplyChangesRequest { Changes = { chunk }, ValidateOnly = dryRun };
            if (sent == changes.Changes.Count)
            {
                request.AsOfTime = changes.AsOf;
            }

            var reply = await client.ApplyAsync(request, cancellation);
            reply.AppliedCount += total.AppliedCount;
            reply.RepeatedCount += total.RepeatedCount;
            reply.IneffectiveCount += total.IneffectiveCount;
            total = reply;
            progress.At(new("applying", sent, changes.Changes.Count, "changes"));
        }
        while (sent < changes.Changes.Count && !dryRun);
        progress.End();
        return total;
    }
}
