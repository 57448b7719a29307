using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using EdgeCtl.Rendering;
using Perks.Admin.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>The ledger as a whole: exported, copied, and how it is.</summary>
internal static class LedgerFileCommands
{
    public static Command BuildExport(CommandRunner runner)
    {
        var to = new Option<string>("--to") { Description = "File of JSON lines, one entry a line. One that is there is gone on with: nothing twice, nothing missed.", HelpName = "file", Required = true };
        var partner = new Option<string>("--partner") { Description = "Of this partner.", HelpName = "id", DefaultValueFactory = _ => "" };
        var command = new TaughtCommand(
            "export",
            "Writes every entry of the ledger to a file, in the order they were written. Run it again to add what is new.",
            "ledger export --to entries.jsonl",
            "ledger export --to citybike.jsonl --partner citybike");
        command.Options.Add(to);
        command.Options.Add(partner);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var path = invocation.FullPath(invocation.Value(to)!);
            var (written, cursor) = await ExportAsync(invocation, path, invocation.Value(partner)!, cancellation);
            var document = new JsonObject { ["file"] = path, ["entries"] = written, ["cursor"] = cursor };
            return new CommandAnswer(ExitCode.Done, document, screen => screen.WriteLine($"{Wording.Of(written)} entries added to {path}"));
        });
        return command;
    }

    public static Command BuildBackUp(CommandRunner runner)
    {
        var name = new Option<string>("--name") { Description = "Name of the file in the service's folder of backups. By default made from the time.", HelpName = "name", DefaultValueFactory = _ => "" };
        var command = new TaughtCommand(
            "backup", "Has the service copy its SQLite ledger while it goes on working. PostgreSQL has tools of its own.", "ledger backup", "ledger backup --name before-upgrade.db");
        command.Options.Add(name);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            BackUpResponse? last = null;
            await foreach (var state in LedgerCommands.Ledger(invocation).BackUpAsync(invocation.Value(name)!, cancellation))
            {
                last = state;
            }

            var finished = last?.FinishTime is not null;
            return new CommandAnswer(
                finished ? ExitCode.Done : ExitCode.Failed,
                last is null ? new JsonObject() : ProtoJson.Of(last),
                screen => screen.WriteLine(finished ? $"{last!.FileName}, {Wording.Of(last.ByteCount)} bytes, finished {Wording.Of(last.FinishTime)}" : "The copy was not finished."));
        });
        return command;
    }

    public static Command BuildStatus(CommandRunner runner)
    {
        var command = new TaughtCommand("status", "Says how the ledger is: what holds it, what waits, what retention has erased.", "ledger status", "ledger status --json");
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await LedgerCommands.Ledger(invocation).StatusAsync(cancellation);
            return new CommandAnswer(reply.Usable ? ExitCode.Done : ExitCode.Failed, ProtoJson.Of(reply), screen => Show(screen, reply));
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, GetLedgerStatusResponse reply)
    {
        screen.Write(new Text(reply.Usable ? "IN ORDER" : "OUT OF REACH", OutcomeStyle.OfExit(reply.Usable ? ExitCode.Done : ExitCode.Failed)));
        screen.WriteLine($"  {reply.Store}");
        new FactSheet()
            .Row("Fault", reply.Fault)
            .Row("Provisional", reply.PendingNoteCount == 0 ? "nothing waits here" : $"{Wording.Of(reply.PendingNoteCount)} wait, since {Wording.Of(reply.OldestNoteTime)}")
            .Row("Conflicts", reply.OpenConflictCount == 0 ? "none open" : $"{Wording.Of(reply.OpenConflictCount)} open: edge ledger conflicts")
            .Row("Faulty claims", reply.FaultyClaimCount == 0 ? "none open" : $"{Wording.Of(reply.FaultyClaimCount)} open: edge ledger claims")
            .Row("Retention", $"{Wording.Of(reply.Retention)} after the end")
            .Row("Erased", $"{Wording.Of(reply.ErasedGrantCount)} grants{(reply.EraseBeforeTime is { } before ? $", of those that ended before {Wording.Of(before)}" : "")}")
            .Show(screen);
    }

    private static async Task<(long Written, string Cursor)> ExportAsync(Invocation invocation, string path, string partner, CancellationToken cancellation)
    {
        var cursor = await EntryFile.ResumeAsync(path, cancellation);
        var written = 0L;
        await using var file = new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write), new UTF8Encoding(false)) { NewLine = "\n" };
        await foreach (var batch in LedgerCommands.Ledger(invocation).ExportAsync(cursor, partner, cancellation))
        {
            foreach (var entry in batch.Entries)
            {
                await file.WriteLineAsync(ProtoJson.Of(entry).ToJsonString());
                written++;
            }

            cursor = batch.Cursor;
        }

        return (written, cursor);
    }
}
