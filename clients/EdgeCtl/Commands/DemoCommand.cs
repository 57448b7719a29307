using System.CommandLine;
using EdgeCtl.Demo;
using EdgeCtl.Rendering;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>The terminals' stories, told live against a running service.</summary>
internal static class DemoCommand
{
    private static readonly Func<Cast, Narrator, CancellationToken, Task>[] Stories =
        [DockStory.PlayAsync, LibraryStory.PlayAsync, HospitalStory.PlayAsync, LoungeStory.PlayAsync];

    public static Command Build(CommandRunner runner)
    {
        var command = new TaughtCommand(
            "demo",
            "Tells the stories of four terminals live against the running service. It can be run again at any time.",
            "demo",
            "demo --lang de",
            "demo --json");
        runner.Bind(command, PlayAsync);
        return command;
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
