using System.CommandLine;
using EdgeCtl.Rendering;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>Grants in one call, without a token.</summary>
internal static class BeginCommand
{
    public static Command Build(CommandRunner runner)
    {
        var inquiry = new InquiryOptions();
        var requestId = new RequestIdOption();
        var command = new TaughtCommand(
            "begin",
            "Decides and grants in one call, without a token. Hand over only when it says granted, then confirm.",
            "begin bike.deposit-free --member demo-alice --item bike-4711",
            "begin hospital.wheelchair --member demo-bo --item wheelchair-3");
        inquiry.AddTo(command);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var terminal = invocation.Terminal(inquiry.FittingRole(invocation));
            var reply = await terminal.BeginAsync(inquiry.Read(invocation), requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Of(reply.Outcome), ProtoJson.Of(reply, reply.Decision), screen => Show(screen, reply, invocation.Language));
        });
        return command;
    }

    private static void Show(IAnsiConsole screen, BeginGrantResponse reply, string language)
    {
        screen.Write(new Text(Names.InWords(reply.Outcome).ToUpperInvariant(), OutcomeStyle.OfExit(ExitCode.Of(reply.Outcome))));
        screen.WriteLine();
        if (reply.Decision is { } decision)
        {
            DecisionView.Show(screen, decision, language);
        }

        if (reply.Grant is { } grant)
        {
            GrantView.Show(screen, grant);
        }
    }
}
