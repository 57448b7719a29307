using System.CommandLine;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Client;
using Perks.Admin.V1;

namespace EdgeCtl.Commands;

/// <summary>A member's consents, as the member's app gives and withdraws them.</summary>
internal static class ConsentCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("consents", "Shows, gives and withdraws a member's consents: one scene of one partner at a time.");
        command.Subcommands.Add(BuildList(runner));
        command.Subcommands.Add(BuildGive(runner));
        command.Subcommands.Add(BuildWithdraw(runner));
        return command;
    }

    /// <summary>The member's app, or whom <c>--as</c> names.</summary>
    public static RightsClient Rights(Invocation invocation) => new(invocation.Channel(invocation.Chosen(Role.MemberApp)));

    private static TaughtCommand BuildList(CommandRunner runner)
    {
        var member = new MemberOptions();
        var command = new TaughtCommand(
            "list", "Lists every consent that a perk could ask for, given or not.", "consents list --member demo-alice", "consents list --member demo-hana --lang sv");
        member.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await Rights(invocation).ListConsentsAsync(member.Read(invocation), invocation.Language, cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => RightsView.Show(screen, reply));
        });
        return command;
    }

    private static TaughtCommand BuildGive(CommandRunner runner)
    {
        var (member, scope, requestId) = (new MemberOptions(), ScopeArgument(), new RequestIdOption());
        var agreed = new Option<bool>("--agree") { Description = "Agrees to the text. Without it the text is only shown." };
        var command = new TaughtCommand(
            "give",
            "Shows what a consent says and, with --agree, gives it.",
            "consents give mobility@citybike --member demo-hana",
            "consents give mobility@citybike --member demo-hana --agree");
        command.Arguments.Add(scope);
        command.Options.Add(agreed);
        member.AddTo(command);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var (scene, partner) = ReadScope(invocation.Value(scope));
            var (rights, who) = (Rights(invocation), member.Read(invocation));
            var listed = await rights.ListConsentsAsync(who, invocation.Language, cancellation);
            var shown = listed.Consents.FirstOrDefault(consent => consent.Scope.Scene == scene && consent.Scope.PartnerId == partner)
                ?? throw new UsageException($"No perk asks for {invocation.Value(scope)}; edge consents list shows those that are asked for.");
            if (!invocation.Value(agreed))
            {
                return new CommandAnswer(ExitCode.Done, ProtoJson.Of(shown), screen => RightsView.ShowText(screen, shown));
            }

            var reply = await rights.GiveConsentAsync(who, shown, invocation.Language, requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => RightsView.Show(screen, reply.Consent, reply.InForce));
        });
        return command;
    }

    private static TaughtCommand BuildWithdraw(CommandRunner runner)
    {
        var (member, scope, requestId) = (new MemberOptions(), ScopeArgument(), new RequestIdOption());
        var command = new TaughtCommand("withdraw", "Withdraws a consent; the very next check sees it.", "consents withdraw mobility@citybike --member demo-alice");
        command.Arguments.Add(scope);
        member.AddTo(command);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var (scene, partner) = ReadScope(invocation.Value(scope));
            var reply = await Rights(invocation).WithdrawConsentAsync(
                member.Read(invocation), scene, partner, invocation.Language, requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => RightsView.Show(screen, reply.Consent, reply.InForce));
        });
        return command;
    }

    private static Argument<string> ScopeArgument() => new("scope") { Description = "One scene of one partner, such as mobility@citybike." };

    private static (Scene Scene, string PartnerId) ReadScope(string written) =>
        written.Split('@') is [var name, { Length: > 0 } partner] && Enum.TryParse<Scene>(name, ignoreCase: true, out var scene) && scene != Scene.Unspecified && !int.TryParse(name, out _)
            ? (scene, partner)
            : throw new UsageException($"'{written}' is no consent: write scene@partner, such as mobility@citybike. There is none for all at once.");
}
