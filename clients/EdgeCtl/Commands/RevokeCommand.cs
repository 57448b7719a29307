using System.CommandLine;
using EdgeCtl.Rendering;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>Makes an unredeemed token worthless.</summary>
internal static class RevokeCommand
{
    public static Command Build(CommandRunner runner)
    {
        var token = TokenArgument.New();
        var requestId = new RequestIdOption();
        var command = new TaughtCommand(
            "revoke",
            "Makes an unredeemed token worthless. For its issuer, the member's app or an operator.",
            "revoke PE1...",
            "revoke PE1... --as operator");
        command.Arguments.Add(token);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var text = invocation.Value(token);
            var reply = await invocation.TerminalOf(text).RevokeAsync(text, requestId.Read(invocation), cancellation);
            var exit = ExitCode.Of(reply.Outcome);
            return new CommandAnswer(exit, ProtoJson.Of(reply), screen => Show(screen, reply, exit));
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, RevokeTokenResponse reply, int exit)
    {
        screen.Write(new Text(Names.InWords(reply.Outcome).ToUpperInvariant(), OutcomeStyle.OfExit(exit)));
        screen.WriteLine(reply.Verdict == TokenVerdict.Unspecified ? "" : $"  {Names.InWords(reply.Verdict)}");
    }
}
