using System.CommandLine;
using EdgeCtl.Demo;
using EdgeCtl.Rendering;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>The terminals' stories, told live against a running service.</summary>
internal static class DemoCommand
{
    private static readonly Func<Cast, Narrator, CancellationToken, Task>[] Stories =
    [
        DockStory.PlayAsync,
        LibraryStory.PlayAsync,
        HospitalStory.PlayAsync,
        VisitStory.PlayAsync,
        LoungeStory.PlayAsync,
        TrialStory.PlayAsync,
        ReceiptStory.PlayAsync,
        LossStory.PlayAsync,
        ConflictStory.PlayAsync,
        RightsStory.PlayAsync,
    ];

    public static Command Build(CommandRunner runner)
    {
        var command = new TaughtCommand(
            "demo",
            "Tells the terminals' stories live against the running service. It can be run again at any time.",
            "demo",
            "demo --ledger postgres",
            "demo --lang de",
            "demo --json");
        var ledger = new Option<string?>("--ledger") { Description = "Plays only if the service keeps its ledger there.", HelpName = "sqlite|postgres" };
        ledger.AcceptOnlyFromAmong("sqlite", "postgres");
        command.Options.Add(ledger);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            if (invocation.Value(ledger) is { } wanted)
            {
                await RequireAsync(invocation, wanted, cancellation);
            }

            return await PlayAsync(invocation, cancellation);
        });
        return command;
    }

    /// <exception cref="SetupException">The service keeps its ledger elsewhere.</exception>
    private static async Task RequireAsync(Invocation invocation, string wanted, CancellationToken cancellation)
    {
        var status = await LedgerCommands.Ledger(invocation).StatusAsync(cancellation);
        if (status.Store != wanted)
        {
            throw new SetupException(
                $"The service at {invocation.Address} keeps its ledger in {status.Store}.",
                $"Start it with --Edge:Ledger:Store={wanted}; the README's \"Outgrowing one machine\" says what else PostgreSQL needs.");
        }
    }

    private static async Task<CommandAnswer> PlayAsync(Invocation invocation, CancellationToken cancellation)
    {
        var screen = invocation.Json ? null : Screens.On(invocation.Surroundings.Output, invocation.Surroundings.Plain);
        var narrator = new Narrator(screen);
        var cast = new Cast(invocation);
        foreach (var story in Stories)
        {
            await story(cast, narrator, cancellation);
        }

        var exitCode = narrator.AllAsExpected ? ExitCode.Done : ExitCode.Failed;
        return new CommandAnswer(exitCode, narrator.Document(), last =>
        {
            last.WriteLine();
            last.WriteLine(narrator.AllAsExpected
                ? $"{narrator.Steps} steps, all as they should be."
                : "Some answers are not what the story expects; they are marked with ✗.");
        });
    }
}
