using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Rendering;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>The life of a grant after it was made: show, confirm, return, cancel.</summary>
internal static class GrantCommands
{
    public static Command BuildShow(CommandRunner runner)
    {
        var target = new GrantOptions();
        var command = new TaughtCommand("grant", "Shows a grant of this partner.", "grant --item bike-4711", "grant G... --as library-kiosk");
        target.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
            Answer(await invocation.Terminal(GrantOptions.FittingRole).GetAsync(target.Read(invocation), cancellation)));
        return command;
    }

    public static Command BuildConfirm(CommandRunner runner)
    {
        var grantId = GrantOptions.GrantId();
        var at = TimeOption("When it was handed over. By default now.");
        var requestId = new RequestIdOption();
        var command = new TaughtCommand(
            "confirm",
            "Says that the thing was handed over: the lock opened, the book left.", "confirm G...");
        command.Arguments.Add(grantId);
        command.Options.Add(at);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) => Answer(await invocation.Terminal(GrantOptions.FittingRole).ConfirmAsync(
            invocation.Value(grantId), invocation.Value(at), requestId.Read(invocation), cancellation)));
        return command;
    }

    public static Command BuildReturn(CommandRunner runner)
    {
        var target = new GrantOptions();
        var at = TimeOption("When it came back. By default now.");
        var requestId = new RequestIdOption();
        var command = new TaughtCommand(
            "return",
            "Takes a thing back, at any venue of the partner.", "return --item bike-4711", "return G... --as hospital-desk");
        target.AddTo(command);
        command.Options.Add(at);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) => Answer(await invocation.Terminal(GrantOptions.FittingRole).ReturnAsync(
            target.Read(invocation), invocation.Value(at), requestId.Read(invocation), cancellation)));
        return command;
    }

    public static Command BuildCancel(CommandRunner runner)
    {
        var grantId = GrantOptions.GrantId();
        var reason = new Option<string>("--reason")
        {
            Description = "Why, in a few words without personal data.",
            HelpName = "text",
            DefaultValueFactory = _ => "",
        };
        var requestId = new RequestIdOption();
        var command = new TaughtCommand(
            "cancel",
            "Calls a grant off before the thing is handed over. Costs the member nothing.", "cancel G... --reason \"lock jammed\"");
        command.Arguments.Add(grantId);
        command.Options.Add(reason);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) => Answer(await invocation.Terminal(GrantOptions.FittingRole).CancelAsync(
            invocation.Value(grantId), invocation.Value(reason)!, requestId.Read(invocation), cancellation)));
        return command;
    }

    private static Option<DateTimeOffset?> TimeOption(string description) =>
        ValueOption.Of<DateTimeOffset>("--at", description, "time", "2026-01-31T12:00:00Z");

    private static CommandAnswer Answer(Grant grant) => new(
        ExitCode.Done, new JsonObject { ["grant"] = ProtoJson.Of(grant) }, screen => GrantView.Show(screen, grant));
}
