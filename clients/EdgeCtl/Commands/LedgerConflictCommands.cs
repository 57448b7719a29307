using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Rendering;
using Perks.Admin.V1;

namespace EdgeCtl.Commands;

/// <summary>What only a person can decide: claims that came second, and grants whose billing stands still.</summary>
internal static class LedgerConflictCommands
{
    public static Command BuildList(CommandRunner runner)
    {
        var page = new PageOptions();
        var partner = new Option<string>("--partner") { Description = "Of this partner.", HelpName = "id", DefaultValueFactory = _ => "" };
        var all = new Option<bool>("--all") { Description = "Shows those that were decided, too." };
        var command = new TaughtCommand("conflicts", "Lists claims that came second, both sides beside each other, the oldest first.", "ledger conflicts", "ledger conflicts --all");
        page.AddTo(command);
        command.Options.Add(partner);
        command.Options.Add(all);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var request = new ListConflictsRequest
            {
                PageSize = page.Size(invocation),
                PageToken = page.Token(invocation),
                PartnerId = invocation.Value(partner)!,
                IncludeResolved = invocation.Value(all),
            };
            var reply = await LedgerCommands.Ledger(invocation).ListConflictsAsync(request, cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => LedgerTables.Show(screen, reply.Conflicts, reply.NextPageToken));
        });
        return command;
    }

    public static Command BuildResolve(CommandRunner runner)
    {
        var conflict = new Argument<string>("conflict") { Description = "The conflict, as `edge ledger conflicts` shows it." };
        var stands = new Option<bool>("--stands") { Description = "The claim stands beside what came first, as a grant at its own time." };
        var dismissed = new Option<bool>("--dismissed") { Description = "The claim does not stand, and costs the member nothing." };
        var (reason, requestId) = (Reason(), new RequestIdOption());
        var command = new TaughtCommand(
            "resolve",
            "Decides a conflict.",
            "ledger resolve C... --dismissed --reason \"seen on camera: one umbrella\"");
        command.Arguments.Add(conflict);
        command.Options.Add(stands);
        command.Options.Add(dismissed);
        command.Options.Add(reason);
        requestId.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(stands) == result.GetValue(dismissed))
            {
                result.AddError("Decide: --stands or --dismissed.");
            }
        });
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var resolution = invocation.Value(stands) ? ConflictResolution.Stands : ConflictResolution.Dismissed;
            var decided = await LedgerCommands.Ledger(invocation).ResolveConflictAsync(
                invocation.Value(conflict), resolution, invocation.Value(reason)!, requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, new JsonObject { ["conflict"] = ProtoJson.Of(decided) }, screen => ConflictView.Show(screen, decided));
        });
        return command;
    }

    public static Command BuildDecide(CommandRunner runner)
    {
        var grantId = GrantOptions.GrantId();
        var returned = ValueOption.Of<DateTimeOffset>("--returned-at", "When the thing came back, as you found. Without it nothing comes of the review.", "time", "2026-01-31T12:00:00Z");
        var (reason, requestId) = (Reason(), new RequestIdOption());
        var command = new TaughtCommand(
            "decide",
            "Decides a review, of a receipt that was not believable or of a dispute, and so lets billing go on.",
            "ledger decide G... --returned-at 2026-11-21T18:00:00Z --reason \"found in the dock\"");
        command.Arguments.Add(grantId);
        command.Options.Add(returned);
        command.Options.Add(reason);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var grant = await LedgerCommands.Ledger(invocation).DecideReviewAsync(
                invocation.Value(grantId), invocation.Value(returned), invocation.Value(reason)!, requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, new JsonObject { ["grant"] = ProtoJson.Of(grant) }, screen => GrantView.Show(screen, grant.Grant));
        });
        return command;
    }

    private static Option<string> Reason() =>
        new("--reason") { Description = "Why, for whoever asks later. No personal data.", HelpName = "text", Required = true };
}
