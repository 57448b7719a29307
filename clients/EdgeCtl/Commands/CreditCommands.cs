using System.CommandLine;
using EdgeService.Client;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>Amounts set aside and freed, given up and given back.</summary>
internal static class CreditCommands
{
    private delegate Task<Grant> Act(GrantClient grants, string grantId, Money amount, string reference, Invocation invocation, Guid requestId, CancellationToken cancellation);

    public static Command BuildHold(CommandRunner runner)
    {
        var reason = GrantOptions.Reason();
        return Build(
            runner,
            "hold",
            "Sets an amount of a credit line aside, before it is known whether it will be drawn.",
            "grant hold G... --amount 800.00 --ref booking-5 --as partner-desk",
            (grants, id, amount, reference, invocation, request, cancellation) =>
                grants.HoldAsync(id, amount, reference, invocation.Value(reason)!, request, cancellation),
            reason);
    }

    public static Command BuildRelease(CommandRunner runner)
    {
        var hold = new Option<string>("--hold") { Description = "Reference of the hold.", HelpName = "ref", Required = true };
        return Build(
            runner,
            "release",
            "Frees what was set aside, whole or in part.",
            "grant release G... --hold booking-5 --amount 300.00 --ref release-1 --as partner-desk",
            (grants, id, amount, reference, invocation, request, cancellation) =>
                grants.ReleaseAsync(id, amount, invocation.Value(hold)!, reference, request, cancellation),
            hold);
    }

    public static Command BuildWaive(CommandRunner runner)
    {
        var reason = GrantOptions.Reason();
        return Build(
            runner,
            "waive",
            "Says that an amount that was charged is not asked for any more.",
            "grant waive G... --amount 30.00 --ref waiver-1 --reason goodwill",
            (grants, id, amount, reference, invocation, request, cancellation) =>
                grants.WaiveAsync(id, amount, reference, invocation.Value(reason)!, request, cancellation),
            reason);
    }

    public static Command BuildRefund(CommandRunner runner) => Build(
        runner,
        "refund",
        "Says that the member got money back that was owed, such as a deposit.",
        "grant refund G... --amount 199.00 --ref till-79",
        (grants, id, amount, reference, _, request, cancellation) => grants.RefundAsync(id, amount, reference, request, cancellation));

    private static TaughtCommand Build(CommandRunner runner, string name, string description, string example, Act act, params Option[] more)
    {
        var grantId = GrantOptions.GrantId();
        var amount = new MoneyOptions("--amount", "How much.", required: true);
        var reference = new Option<string>("--ref") { Description = "A reference of your own; once per grant.", HelpName = "ref", Required = true };
        var requestId = new RequestIdOption();
        var command = new TaughtCommand(name, description, example);
        command.Arguments.Add(grantId);
        amount.AddTo(command);
        command.Options.Add(reference);
        foreach (var option in more)
        {
            command.Options.Add(option);
        }

        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) => GrantAnswer.Of(await act(
            invocation.Terminal(GrantOptions.FittingRole).Grants,
            invocation.Value(grantId),
            amount.Read(invocation)!,
            invocation.Value(reference)!,
            invocation,
            requestId.Read(invocation),
            cancellation)));
        return command;
    }
}
