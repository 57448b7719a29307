using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Rendering;
using Perks.Admin.V1;

namespace EdgeCtl.Commands;

/// <summary>Claims of terminals' offline journals that could not be settled.</summary>
internal static class LedgerClaimCommands
{
    public static Command BuildList(CommandRunner runner)
    {
        var page = new PageOptions();
        var partner = new Option<string>("--partner") { Description = "Of this partner.", HelpName = "id", DefaultValueFactory = _ => "" };
        var terminal = new Option<string>("--terminal") { Description = "Of this terminal of the partner.", HelpName = "venue:terminal", DefaultValueFactory = _ => "" };
        var all = new Option<bool>("--all") { Description = "Shows those that were decided or settled since, too." };
        var command = new TaughtCommand(
            "claims",
            "Lists claims of offline journals that could not be settled: who reported what, and what is wrong with it. The oldest first.",
            "ledger claims",
            "ledger claims --partner citybike --terminal central-park:dock-1 --all");
        page.AddTo(command);
        command.Options.Add(partner);
        command.Options.Add(terminal);
        command.Options.Add(all);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var request = new ListFaultyClaimsRequest
            {
                PageSize = page.Size(invocation),
                PageToken = page.Token(invocation),
                PartnerId = invocation.Value(partner)!,
                Terminal = invocation.Value(terminal)!,
                IncludeResolved = invocation.Value(all),
            };
            var reply = await LedgerCommands.Ledger(invocation).ListFaultyClaimsAsync(request, cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => FaultyClaimView.Show(screen, reply.Claims, reply.NextPageToken));
        });
        return command;
    }

    public static Command BuildClose(CommandRunner runner)
    {
        var claim = new Argument<string>("claim") { Description = "The claim, as `edge ledger claims` shows it." };
        var recorded = new Option<bool>("--recorded") { Description = "What had happened was recorded by other means; the reason says by which." };
        var dismissed = new Option<bool>("--dismissed") { Description = "Nothing comes of it." };
        var reason = new Option<string>("--reason") { Description = "Why, for whoever asks later. No personal data.", HelpName = "text", Required = true };
        var requestId = new RequestIdOption();
        var command = new TaughtCommand(
            "close-claim",
            "Decides a claim that could not be settled. It changes no grant: record first what had happened, such as a return.",
            "ledger close-claim 1f3a... --dismissed --reason \"token of another city\"");
        command.Arguments.Add(claim);
        command.Options.Add(recorded);
        command.Options.Add(dismissed);
        command.Options.Add(reason);
        requestId.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(recorded) == result.GetValue(dismissed))
            {
                result.AddError("Decide: --recorded or --dismissed.");
            }
        });
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var resolution = invocation.Value(recorded) ? FaultyClaimResolution.Recorded : FaultyClaimResolution.Dismissed;
            var decided = await LedgerCommands.Ledger(invocation).ResolveFaultyClaimAsync(
                invocation.Value(claim), resolution, invocation.Value(reason)!, requestId.Read(invocation), cancellation);
            return new CommandAnswer(ExitCode.Done, new JsonObject { ["claim"] = ProtoJson.Of(decided) }, screen => FaultyClaimView.Show(screen, decided));
        });
        return command;
    }
}
