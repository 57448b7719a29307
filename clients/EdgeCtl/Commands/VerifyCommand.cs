using System.CommandLine;
using EdgeCtl.Rendering;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>Would this token open this terminal now?</summary>
internal static class VerifyCommand
{
    public static Command Build(CommandRunner runner)
    {
        var token = TokenArgument.New();
        var command = new TaughtCommand(
            "verify",
            "Says whether a token would open this terminal now, and changes nothing.",
            "verify PE1... --as bike-dock");
        command.Arguments.Add(token);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var text = invocation.Value(token);
            var reply = await invocation.TerminalOf(text).VerifyAsync(text, cancellation);
            return new CommandAnswer(ExitCode.Of(reply.Verdict), ProtoJson.Of(reply), screen => Show(screen, reply));
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, VerifyTokenResponse reply)
    {
        var style = OutcomeStyle.OfExit(ExitCode.Of(reply.Verdict));
        screen.Write(new Text(Names.InWords(reply.Verdict).ToUpperInvariant(), style));
        screen.WriteLine($"  {reply.Content?.PerkId}");
        new FactSheet()
            .Row("Next", reply.Remedy == TokenRemedy.Unspecified ? null : Names.InWords(reply.Remedy))
            .Row("Units", reply.Content?.UnitCount.ToString(System.Globalization.CultureInfo.InvariantCulture))
            .Row("Opens", reply.Content?.Audience)
            .Row("Until", Wording.Of(reply.Content?.ExpireTime))
            .Row("Offline", reply.Content is { } content ? Names.InWords(content.OfflineAllowance) : null)
            .Row("Redeemed", Wording.Of(reply.RedeemTime))
            .Show(screen);
    }
}
