using System.CommandLine;

namespace EdgeCtl.Commands;

/// <summary>The life of a grant after it was made: show, confirm, return, cancel.</summary>
internal static class GrantCommands
{
    public static Command BuildShow(CommandRunner runner)
    {
        var target = new GrantOptions();
        var command = new TaughtCommand(
            "grant",
            "Shows a grant of this partner. Its subcommands are what may happen to one.",
            "grant --item bike-4711",
            "grant G... --as library-kiosk",
            "grant extend G... --until 2026-12-01T12:00:00Z",
            "grant lost --item umbrella-7 --claim 30.00");
        target.AddTo(command);
        foreach (var step in Steps(runner))
        {
            command.Subcommands.Add(step);
        }

        runner.Bind(command, async (invocation, cancellation) =>
            GrantAnswer.Of(await invocation.Terminal(GrantOptions.FittingRole).GetAsync(target.Read(invocation), cancellation)));
        return command;
    }

    private static IEnumerable<Command> Steps(CommandRunner runner) =>
    [
        BuildConfirm(runner),
        GrantLifeCommands.BuildExtend(runner),
        GrantLifeCommands.BuildCharge(runner),
        GrantLifeCommands.BuildPay(runner),
        CreditCommands.BuildWaive(runner),
        CreditCommands.BuildRefund(runner),
        CreditCommands.BuildHold(runner),
        CreditCommands.BuildRelease(runner),
        BuildReturn(runner),
        GrantLifeCommands.BuildLost(runner),
        GrantLifeCommands.BuildClose(runner),
        BuildCancel(runner),
        OwnGrantsCommand.Build(runner),
    ];

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
        runner.Bind(command, async (invocation, cancellation) => GrantAnswer.Of(await invocation.Terminal(GrantOptions.FittingRole).ConfirmAsync(
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
            "Takes a thing back, at any venue of the partner; or by the receipt that a dock signed, however late.",
            "return --item bike-4711",
            "return G... --as hospital-desk",
            "return --receipt PR1...");
        var receipt = new Option<string?>("--receipt") { Description = "The receipt that the dock signed, instead of a grant or item.", HelpName = "PR1..." };
        target.AddTo(command, receipt);
        command.Options.Add(at);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var terminal = invocation.Terminal(GrantOptions.FittingRole);
            return GrantAnswer.Of(invocation.Value(receipt) is { } text
                ? await terminal.Grants.ReturnAsync(text, requestId.Read(invocation), cancellation)
                : await terminal.ReturnAsync(target.Read(invocation), invocation.Value(at), requestId.Read(invocation), cancellation));
        });
        return command;
    }

    public static Command BuildCancel(CommandRunner runner)
    {
        var grantId = GrantOptions.GrantId();
        var reason = GrantOptions.Reason();
        var requestId = new RequestIdOption();
        var command = new TaughtCommand(
            "cancel",
            "Calls a grant off before the thing is handed over. Costs the member nothing.", "cancel G... --reason \"lock jammed\"");
        command.Arguments.Add(grantId);
        command.Options.Add(reason);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) => GrantAnswer.Of(await invocation.Terminal(GrantOptions.FittingRole).CancelAsync(
            invocation.Value(grantId), invocation.Value(reason)!, requestId.Read(invocation), cancellation)));
        return command;
    }

    private static Option<DateTimeOffset?> TimeOption(string description) =>
        ValueOption.Of<DateTimeOffset>("--at", description, "time", "2026-01-31T12:00:00Z");
}
