using System.CommandLine;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>The keys that tokens are verified with.</summary>
internal static class KeysCommand
{
    public static Command Build(CommandRunner runner)
    {
        var command = new TaughtCommand("keys", "Lists the keys that tokens are verified with, and what each may sign.", "keys", "keys --json");
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await invocation.Terminal(Role.BikeDock).ListKeysAsync(cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => Show(screen, reply));
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, ListVerificationKeysResponse reply)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("Key", "Algorithm", "From", "Until", "Venues", "Perks", "Longest life");
        foreach (var key in reply.Keys)
        {
            table.AddRow(
                new Text(Convert.ToHexStringLower(key.KeyId.Span)),
                new Text(key.Algorithm),
                new Text(Wording.Of(key.StartTime)),
                new Text(Wording.Of(key.EndTime)),
                new Text(key.Venues.Count == 0 ? "all" : string.Join(", ", key.Venues)),
                new Text(key.PerkCodes.Count == 0 ? "all" : string.Join(", ", key.PerkCodes)),
                new Text(Wording.Of(key.MaxLifetime)));
        }

        screen.Write(table);
    }
}
