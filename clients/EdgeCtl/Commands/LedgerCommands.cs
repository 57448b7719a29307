using System.CommandLine;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Client;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeCtl.Commands;

/// <summary>The ledger as operators see it.</summary>
internal static class LedgerCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("ledger", "Shows operators everything that was granted, and what only a person can decide.");
        command.Subcommands.Add(BuildList(runner, "list", "Lists grants, the latest first.", overdue: false, "ledger list", "ledger list --partner citybike --state active"));
        command.Subcommands.Add(BuildList(runner, "overdue", "Lists what is out after its due time, the longest first.", overdue: true, "ledger overdue", "ledger overdue --partner citybike"));
        command.Subcommands.Add(BuildShow(runner));
        command.Subcommands.Add(LedgerConflictCommands.BuildList(runner));
        command.Subcommands.Add(LedgerConflictCommands.BuildResolve(runner));
        command.Subcommands.Add(LedgerConflictCommands.BuildDecide(runner));
        command.Subcommands.Add(LedgerClaimCommands.BuildList(runner));
        command.Subcommands.Add(LedgerClaimCommands.BuildClose(runner));
        command.Subcommands.Add(LedgerFileCommands.BuildExport(runner));
        command.Subcommands.Add(LedgerFileCommands.BuildBackUp(runner));
        command.Subcommands.Add(LedgerFileCommands.BuildStatus(runner));
        return command;
    }

    /// <summary>The operator, or whom <c>--as</c> names.</summary>
    public static LedgerClient Ledger(Invocation invocation) => new(invocation.Channel(invocation.Chosen(Role.Operator)));

    private static TaughtCommand BuildList(CommandRunner runner, string name, string description, bool overdue, params string[] examples)
    {
        var (page, partner) = (new PageOptions(), new Option<string>("--partner") { Description = "Of this partner.", HelpName = "id", DefaultValueFactory = _ => "" });
        var venue = new Option<string>("--venue") { Description = "Of this venue.", HelpName = "id", DefaultValueFactory = _ => "" };
        var perk = new Option<string>("--perk") { Description = "Of this perk.", HelpName = "id", DefaultValueFactory = _ => "" };
        var states = new Option<Custody[]>("--state") { Description = "In this state; may be repeated.", HelpName = "opening|active|returned|cancelled|lost|lapsed" };
        var memberOf = new Option<string?>("--member-of") { Description = "Of the member who has this grant.", HelpName = "G..." };
        var command = new TaughtCommand(name, description, examples);
        Option[] all = overdue ? [partner, venue, perk] : [partner, venue, perk, states, memberOf];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }

        page.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var request = new ListGrantsRequest
            {
                PageSize = page.Size(invocation),
                PageToken = page.Token(invocation),
                PartnerId = invocation.Value(partner)!,
                VenueId = invocation.Value(venue)!,
                PerkId = invocation.Value(perk)!,
                OverdueOnly = overdue,
            };
            request.Custodies.Add(overdue ? [] : invocation.Value(states) ?? []);
            if (!overdue && invocation.Value(memberOf) is { } grantId)
            {
                request.MemberOfGrantId = grantId;
            }

            var reply = await Ledger(invocation).ListAsync(request, cancellation);
            return new CommandAnswer(
                ExitCode.Done,
                ProtoJson.Of(reply),
                screen => LedgerTables.Show(screen, reply.Grants, invocation.Surroundings.Clock.GetUtcNow(), reply.NextPageToken));
        });
        return command;
    }

    private static TaughtCommand BuildShow(CommandRunner runner)
    {
        var grantId = new Argument<string?>("grant") { Description = "The grant id (G...).", Arity = ArgumentArity.ZeroOrOne };
        var item = new Option<string?>("--item") { Description = "Something that is out, as partner:number, such as citybike:bike-4711.", HelpName = "partner:ref" };
        var command = new TaughtCommand(
            "show", "Shows a grant with everything that was written about it, as a timeline.", "ledger show G...", "ledger show --item citybike:bike-4711");
        command.Arguments.Add(grantId);
        command.Options.Add(item);
        command.Validators.Add(result =>
        {
            if (result.GetResult(grantId) is { Tokens.Count: > 0 } == result.GetResult(item) is not null)
            {
                result.AddError("Say which grant: its id, or --item with partner:number, such as citybike:bike-4711.");
            }
        });
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = invocation.Arguments.GetValue(grantId) is { } id
                ? await Ledger(invocation).GetAsync(id, cancellation)
                : await GetItemAsync(Ledger(invocation), invocation.Value(item)!, cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => LedgerGrantView.Show(screen, reply));
        });
        return command;
    }

    private static Task<Perks.Admin.V1.GetGrantResponse> GetItemAsync(LedgerClient ledger, string written, CancellationToken cancellation)
    {
        var at = written.IndexOf(':', StringComparison.Ordinal);
        return at > 0
            ? ledger.GetAsync(written[..at], written[(at + 1)..], cancellation)
            : throw new UsageException($"--item {written} is not of the form partner:number, such as citybike:bike-4711.");
    }
}
