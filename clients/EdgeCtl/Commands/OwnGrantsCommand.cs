using System.CommandLine;
using EdgeCtl.Rendering;
using Perks.Member.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>A member's own grants, as the member's app shows them.</summary>
internal static class OwnGrantsCommand
{
    public static Command Build(CommandRunner runner)
    {
        var member = new MemberOptions();
        var open = new Option<bool>("--open") { Description = "Only those that are open, or for which something is due." };
        var command = new TaughtCommand(
            "own",
            "Lists a member's own grants with all that happened to them, as the member's app does.",
            "grant own --member demo-alice",
            "grant own --member demo-alice --open --lang zh");
        member.AddTo(command);
        command.Options.Add(open);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await invocation.Member().ListGrantsAsync(member.Read(invocation), invocation.Value(open), "", cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => Show(screen, reply, invocation.Language));
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, ListGrantsResponse reply, string language)
    {
        if (reply.Grants.Count == 0)
        {
            screen.WriteLine("Nothing was ever granted, or nothing that is open.");
        }

        foreach (var own in reply.Grants)
        {
            screen.MarkupLineInterpolated($"[bold]{Languages.Pick(own.Titles, language)}[/]  [grey]{own.PartnerId}[/]");
            GrantView.Show(screen, own.Grant);
            screen.WriteLine();
        }
    }
}
