using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Client;
using Perks.Admin.V1;

namespace EdgeCtl.Commands;

/// <summary>What members contest, for operators to decide.</summary>
internal static class DisputeCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("dispute", "Shows operators what members contest, and decides it.");
        command.Subcommands.Add(BuildList(runner));
        command.Subcommands.Add(BuildShow(runner));
        command.Subcommands.Add(BuildResolve(runner));
        return command;
    }

    private static DisputeClient Disputes(Invocation invocation) => new(invocation.Channel(invocation.Chosen(Role.Operator)));

    private static TaughtCommand BuildList(CommandRunner runner)
    {
        var page = new PageOptions();
        var partner = new Option<string>("--partner") { Description = "About decisions that this partner's terminals asked for.", HelpName = "id", DefaultValueFactory = _ => "" };
        var all = new Option<bool>("--all") { Description = "Shows those that were decided, too." };
        var overdue = new Option<bool>("--overdue") { Description = "Only those past their deadline." };
        var command = new TaughtCommand("list", "Lists disputes, those due first.", "dispute list", "dispute list --overdue", "dispute list --all --partner citybike");
        page.AddTo(command);
        command.Options.Add(partner);
        command.Options.Add(all);
        command.Options.Add(overdue);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var request = new ListDisputesRequest
            {
                PageSize = page.Size(invocation),
                PageToken = page.Token(invocation),
                PartnerId = invocation.Value(partner)!,
                IncludeDecided = invocation.Value(all),
                OverdueOnly = invocation.Value(overdue),
            };
            var reply = await Disputes(invocation).ListAsync(request, cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => DisputeView.Show(screen, reply.Disputes, reply.NextPageToken));
        });
        return command;
    }

    private static TaughtCommand BuildShow(CommandRunner runner)
    {
        var dispute = DisputeArgument();
        var command = new TaughtCommand("show", "Shows a dispute with everything needed to decide it.", "dispute show D...");
        command.Arguments.Add(dispute);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await Disputes(invocation).GetAsync(invocation.Value(dispute), cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => DisputeView.Show(screen, reply));
        });
        return command;
    }

    private static TaughtCommand BuildResolve(CommandRunner runner)
    {
        var (dispute, requestId) = (DisputeArgument(), new RequestIdOption());
        var upheld = new Option<bool>("--upheld") { Description = "For the member: a contested ban counts no more." };
        var rejected = new Option<bool>("--rejected") { Description = "Against the member." };
        var lift = new Option<bool>("--lift") { Description = "Lifts the contested listing, too; with --upheld." };
        var reason = new Option<string>("--reason") { Description = "Why, in words for the member.", HelpName = "text", Required = true };
        var command = new TaughtCommand(
            "resolve",
            "Decides a dispute; the member reads the reason as it is written.",
            "dispute resolve D... --upheld --reason \"the payment had been booked elsewhere\"",
            "dispute resolve D... --upheld --lift --reason \"somebody else was meant\"",
            "dispute resolve D... --rejected --reason \"the fare is still open\"");
        command.Arguments.Add(dispute);
        foreach (var option in new Option[] { upheld, rejected, lift, reason })
        {
            command.Options.Add(option);
        }

        requestId.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(upheld) == result.GetValue(rejected))
            {
                result.AddError("Decide: --upheld or --rejected.");
            }
        });
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var decided = await Disputes(invocation).ResolveAsync(
                invocation.Value(dispute), invocation.Value(upheld), invocation.Value(reason)!, invocation.Value(lift), requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, new JsonObject { ["dispute"] = ProtoJson.Of(decided) }, screen => DisputeView.Show(screen, [decided], ""));
        });
        return command;
    }

    private static Argument<string> DisputeArgument() => new("dispute") { Description = "The dispute, as `edge dispute list` shows it." };
}
