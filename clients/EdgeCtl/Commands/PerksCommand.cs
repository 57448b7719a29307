using System.CommandLine;
using EdgeCtl.Home;
using EdgeCtl.Rendering;

namespace EdgeCtl.Commands;

/// <summary>What a terminal offers, or what is within a member's reach.</summary>
internal static class PerksCommand
{
    public static Command Build(CommandRunner runner)
    {
        var member = new Option<string?>("--member") { Description = "List the perks as they stand for this member, as the app would.", HelpName = "id" };
        var audience = new Option<string>("--audience")
        {
            Description = "With --member: only what is offered at this terminal or gate group.",
            HelpName = "code",
            DefaultValueFactory = _ => "",
        };
        var command = new TaughtCommand(
            "perks",
            "Lists what a terminal offers; with --member, every perk as it stands for that member.",
            "perks --as library-kiosk",
            "perks --member demo-bo --lang sv");
        command.Options.Add(member);
        command.Options.Add(audience);
        runner.Bind(command, (invocation, cancellation) => invocation.Value(member) is { } memberId
            ? OfMemberAsync(invocation, memberId, invocation.Value(audience)!, cancellation)
            : OfTerminalAsync(invocation, cancellation));
        return command;
    }

    private static async Task<CommandAnswer> OfTerminalAsync(Invocation invocation, CancellationToken cancellation)
    {
        var reply = await invocation.Terminal(Role.BikeDock).ListPerksAsync(cancellation);
        return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => PerkTables.Show(screen, reply, invocation.Language));
    }

    private static async Task<CommandAnswer> OfMemberAsync(
        Invocation invocation, string memberId, string audience, CancellationToken cancellation)
    {
        var member = MemberOptions.AppCodeOf(invocation.App.CodeFor(memberId));
        var reply = await invocation.Member().ListPerksAsync(member, audience, invocation.Language, cancellation);
        return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => PerkTables.Show(screen, reply, invocation.Language));
    }
}
