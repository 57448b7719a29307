using System.CommandLine;
using EdgeCtl.Rendering;

namespace EdgeCtl.Commands;

/// <summary>What members see of themselves, and how they leave.</summary>
internal static class RightsCommands
{
    public static Command BuildStanding(CommandRunner runner)
    {
        var member = new MemberOptions();
        var command = new TaughtCommand(
            "standing", "Shows a member's own standing: band, tier, listings and what lifts them; never a score.", "standing --member demo-gus", "standing --member demo-fay --lang de");
        member.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await ConsentCommands.Rights(invocation).GetStandingAsync(member.Read(invocation), invocation.Language, cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => RightsView.Show(screen, reply));
        });
        return command;
    }

    public static Command BuildAccesses(CommandRunner runner)
    {
        var (member, page) = (new MemberOptions(), new PageOptions());
        var command = new TaughtCommand(
            "accesses", "Lists who asked about a member, when, for what, and what was answered.", "accesses --member demo-alice", "accesses --member demo-alice --most 10 --json");
        member.AddTo(command);
        page.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await ConsentCommands.Rights(invocation).ListAccessesAsync(
                member.Read(invocation), invocation.Language, page.Size(invocation), page.Token(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => RightsView.Show(screen, reply));
        });
        return command;
    }

    public static Command BuildEraseMe(CommandRunner runner)
    {
        var (member, requestId) = (new MemberOptions(), new RequestIdOption());
        var understood = new Option<bool>("--understood") { Description = "The member knows that nothing of it comes back.", Required = true };
        var command = new TaughtCommand(
            "erase-me", "Leaves the programme: not enrolled from the next check on, and forgotten but for what the reply names.", "erase-me --member demo-bo --understood");
        member.AddTo(command);
        command.Options.Add(understood);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            if (!invocation.Value(understood))
            {
                throw new UsageException("Say --understood: nothing of it comes back.");
            }

            var reply = await ConsentCommands.Rights(invocation).EraseMeAsync(member.Read(invocation), requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => RightsView.Show(screen, reply));
        });
        return command;
    }
}
