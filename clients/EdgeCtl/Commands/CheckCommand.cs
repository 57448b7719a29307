using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Rendering;

namespace EdgeCtl.Commands;

/// <summary>May this member have this perk, here, now?</summary>
internal static class CheckCommand
{
    public static Command Build(CommandRunner runner)
    {
        var inquiry = new InquiryOptions();
        var command = new TaughtCommand(
            "check",
            "Asks whether a member may have a perk. Nothing is written.",
            "check bike.deposit-free --member demo-alice",
            "check station.lounge --member demo-alice --attribute ticket_class=first --attribute ticket_digest:text=abc",
            "check library.cardless --card CARD-ALICE",
            "check credit.line --member demo-erik --amount 5000 --json");
        inquiry.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var terminal = invocation.Terminal(inquiry.FittingRole(invocation));
            var decision = await terminal.CheckAsync(inquiry.Read(invocation), cancellation: cancellation);
            return new CommandAnswer(
                ExitCode.Of(decision.Outcome),
                new JsonObject { ["decision"] = ProtoJson.Of(decision) },
                screen => DecisionView.Show(screen, decision, invocation.Language));
        });
        return command;
    }
}
