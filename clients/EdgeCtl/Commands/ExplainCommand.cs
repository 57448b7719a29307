using System.CommandLine;
using EdgeCtl.Rendering;

namespace EdgeCtl.Commands;

/// <summary>Tells the member why, in their language.</summary>
internal static class ExplainCommand
{
    public static Command Build(CommandRunner runner)
    {
        var decision = DecisionArgument.New();
        var member = new MemberOptions();
        var command = new TaughtCommand(
            "explain",
            "Opens a decision to its reasons, for the member it concerns.",
            "explain PD1... --member demo-bo",
            "explain PD1... --member demo-bo --lang zh");
        command.Arguments.Add(decision);
        member.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var claimCode = DecisionArgument.ToClaimCode(invocation.Value(decision));
            var reply = await invocation.Member().ExplainAsync(member.Read(invocation), claimCode, invocation.Language, cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => ExplanationView.Show(screen, reply));
        });
        return command;
    }
}
