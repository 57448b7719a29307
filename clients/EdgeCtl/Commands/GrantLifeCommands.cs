using System.CommandLine;

namespace EdgeCtl.Commands;

/// <summary>What may happen to a grant between handing over and its end: more time, charges, payments, loss, closing.</summary>
internal static class GrantLifeCommands
{
    public static Command BuildExtend(CommandRunner runner)
    {
        var grantId = GrantOptions.GrantId();
        var until = ValueOption.Of<DateTimeOffset>("--until", "The new due time, later than the present one.", "time", "2026-01-31T12:00:00Z");
        until.Required = true;
        var (reason, requestId) = (GrantOptions.Reason(), new RequestIdOption());
        var command = new TaughtCommand("extend", "Gives the member more time. Never less.", "grant extend G... --until 2026-12-01T12:00:00Z");
        command.Arguments.Add(grantId);
        command.Options.Add(until);
        command.Options.Add(reason);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) => GrantAnswer.Of(await invocation.Terminal(GrantOptions.FittingRole).Grants.ExtendAsync(
            invocation.Value(grantId), invocation.Value(until)!.Value, invocation.Value(reason)!, requestId.Read(invocation), cancellation)));
        return command;
    }

    public static Command BuildCharge(CommandRunner runner)
    {
        var grantId = GrantOptions.GrantId();
        var amount = new MoneyOptions("--amount", "How much.", required: true);
        var reference = Reference("--ref", "The partner's own reference, such as an invoice number; once per grant.");
        var hold = new Option<string>("--hold") { Description = "Reference of the hold of a credit line that it draws on.", HelpName = "ref", DefaultValueFactory = _ => "" };
        var (reason, requestId) = (GrantOptions.Reason(), new RequestIdOption());
        var command = new TaughtCommand(
            "charge",
            "Charges for a grant: a stage of a treatment, a trial that is kept, a draw on a credit line.",
            "grant charge G... --amount 120.00 --ref invoice-1 --reason registration --as hospital-desk");
        command.Arguments.Add(grantId);
        amount.AddTo(command);
        command.Options.Add(reference);
        command.Options.Add(hold);
        command.Options.Add(reason);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) => GrantAnswer.Of(await invocation.Terminal(GrantOptions.FittingRole).Grants.ChargeAsync(
            invocation.Value(grantId),
            amount.Read(invocation)!,
            invocation.Value(reference)!,
            invocation.Value(reason)!,
            invocation.Value(hold)!,
            requestId.Read(invocation),
            cancellation)));
        return command;
    }

    public static Command BuildPay(CommandRunner runner)
    {
        var grantId = GrantOptions.GrantId();
        var amount = new MoneyOptions("--amount", "How much.", required: true);
        var reference = Reference("--ref", "Reference of the payment, such as the till's number; once per grant.");
        var failed = new Option<bool>("--failed") { Description = "The payment did not go through." };
        var requestId = new RequestIdOption();
        var command = new TaughtCommand(
            "pay",
            "Records a payment, or the attempt of one.",
            "grant pay G... --amount 120.00 --ref till-77 --as hospital-desk",
            "grant pay G... --amount 120.00 --ref till-78 --failed --as hospital-desk");
        command.Arguments.Add(grantId);
        amount.AddTo(command);
        command.Options.Add(reference);
        command.Options.Add(failed);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) => GrantAnswer.Of(await invocation.Terminal(GrantOptions.FittingRole).Grants.PayAsync(
            invocation.Value(grantId), amount.Read(invocation)!, invocation.Value(reference)!, invocation.Value(failed), requestId.Read(invocation), cancellation)));
        return command;
    }

    public static Command BuildLost(CommandRunner runner)
    {
        var target = new GrantOptions();
        var claim = new MoneyOptions("--claim", "What is claimed; counts as the deposit where it is more. By default nothing.");
        var (reason, requestId) = (GrantOptions.Reason(), new RequestIdOption());
        var command = new TaughtCommand(
            "lost",
            "Declares a thing lost. If it turns up, even much later, its return undoes the loss.",
            "grant lost --item umbrella-7 --claim 30.00");
        target.AddTo(command);
        claim.AddTo(command);
        command.Options.Add(reason);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) => GrantAnswer.Of(await invocation.Terminal(GrantOptions.FittingRole).Grants.ReportLostAsync(
            target.Read(invocation), claim.Read(invocation), invocation.Value(reason)!, requestId.Read(invocation), cancellation)));
        return command;
    }

    public static Command BuildClose(CommandRunner runner)
    {
        var grantId = GrantOptions.GrantId();
        var (reason, requestId) = (GrantOptions.Reason(), new RequestIdOption());
        var command = new TaughtCommand(
            "close",
            "Ends a visit, a trial that is kept, or a credit line. What was charged stays due.",
            "grant close G... --reason discharged --as hospital-desk");
        command.Arguments.Add(grantId);
        command.Options.Add(reason);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) => GrantAnswer.Of(await invocation.Terminal(GrantOptions.FittingRole).Grants.CloseAsync(
            invocation.Value(grantId), invocation.Value(reason)!, requestId.Read(invocation), cancellation)));
        return command;
    }

    private static Option<string> Reference(string name, string description) => new(name) { Description = description, HelpName = "ref", Required = true };
}
