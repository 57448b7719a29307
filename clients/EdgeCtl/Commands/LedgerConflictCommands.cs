using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Rendering;
using Perks.Admin.V1;
using Spectre.Console;

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
        var accept = new Option<bool>("--accept-second") { Description = "The second stands too, as a grant at its own time." };
        var dismiss = new Option<bool>("--dismiss-second") { Description = "The second does not stand, and costs the member nothing." };
        var (reason, requestId) = (Reason(), new RequestIdOption());
        var command = new TaughtCommand(
            "resolve",
            "Decides a conflict.",
            "ledger resolve C... --dismiss-second --reason \"seen on camera: one umbrella\"");
        command.Arguments.Add(conflict);
        command.Options.Add(accept);
        command.Options.Add(dismiss);
        command.Options.Add(reason);
        requestId.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(accept) == result.GetValue(dismiss))
            {
                result.AddError("Decide: --accept-second or --dismiss-second.");
            }
        });
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var resolution = invocation.Value(accept) ? ConflictResolution.AcceptSecond : ConflictResolution.DismissSecond;
            var decided = await LedgerCommands.Ledger(invocation).ResolveConflictAsync(
                invocation.Value(conflict), resolution, invocation.Value(reason)!, requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, new JsonObject { ["conflict"] = ProtoJson.Of(decided) }, screen => ConflictView.Show(screen, decided));
        });
        return command;
    }

    public static Command BuildUnpause(CommandRunner runner)
    {
        var grantId = GrantOptions.GrantId();
        var returned = ValueOption.Of<DateTimeOffset>("--returned-at", "When the thing came back, as you found. Without it, it did not.", "time", "2026-01-31T12:00:00Z");
        var (reason, requestId) = (Reason(), new RequestIdOption());
        var command = new TaughtCommand(
            "unpause",
            "Ends the pause of a grant whose receipt was not believable.",
            "ledger unpause G... --returned-at 2026-11-21T18:00:00Z --reason \"found in the dock\"");
        command.Arguments.Add(grantId);
        command.Options.Add(returned);
        command.Options.Add(reason);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var grant = await LedgerCommands.Ledger(invocation).ResolvePauseAsync(
                invocation.Value(grantId), invocation.Value(returned), invocation.Value(reason)!, requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, new JsonObject { ["grant"] = ProtoJson.Of(grant) }, screen => GrantView.Show(screen, grant.Grant));
        });
        return command;
    }

    private static Option<string> Reason() =>
        new("--reason") { Description = "Why, for whoever asks later. No personal data.", HelpName = "text", Required = true };
}
