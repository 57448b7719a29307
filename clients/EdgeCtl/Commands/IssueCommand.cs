using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using Perks.Edge.V1;
using Spectre.Console;

namespace EdgeCtl.Commands;

/// <summary>A signed QR token, drawn here or saved as a picture.</summary>
internal static class IssueCommand
{
    public static Command Build(CommandRunner runner)
    {
        var inquiry = new InquiryOptions();
        var picture = new PictureOptions();
        var requestId = new RequestIdOption();
        var audience = new Option<string>("--audience")
        {
            Description = "Code of the terminal or gate group where it opens, such as LOUNGE-A. By default the issuing terminal; from the app, where the perk is offered.",
            HelpName = "code",
            DefaultValueFactory = _ => "",
        };
        var command = new TaughtCommand(
            "issue",
            "Decides and, if eligible, signs a token. It is drawn as a QR code unless a file is named.",
            "issue bike.deposit-free --member demo-alice",
            "issue bike.deposit-free --member demo-alice --png token.png",
            "issue umbrella.deposit-free --member demo-bo --svg token.svg --json",
            "issue dating.badge --as member-app --member demo-alice --audience CREDIT-1 --attribute band=good");
        inquiry.AddTo(command);
        command.Options.Add(audience);
        picture.AddTo(command);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var question = inquiry.Read(invocation);
            var reply = invocation.Chosen(inquiry.FittingRole(invocation)) == Role.MemberApp
                ? await InAppAsync(invocation, question, invocation.Value(audience)!, picture.Format(invocation), requestId.Read(invocation), cancellation)
                : await invocation.Terminal(inquiry.FittingRole(invocation)).IssueAsync(
                    question, invocation.Value(audience)!, picture.Format(invocation), requestId.Read(invocation), cancellation);
            var file = await picture.SaveAsync(invocation, reply.Token, cancellation);
            return Answer(reply, file, invocation.Language);
        });
        return command;
    }

    /// <summary>Asks as the member's app does; the answer as a terminal would get it, as far as the app is told.</summary>
    private static async Task<IssueTokenResponse> InAppAsync(
        Invocation invocation, Inquiry question, string audience, PictureFormat picture, Guid? requestId, CancellationToken cancellation)
    {
        if (question.Amount is not null || question.ItemRefs.Count > 0)
        {
            throw new UsageException("The member's app names neither --amount nor --item: leave them to the gate.");
        }

        var place = audience.Length > 0 ? audience : PerkAudience.Of(question.PerkId, invocation.Home);
        var reply = await invocation.Member().IssueAsync(
            question.MemberRef, question.PerkId, place, question.UnitCount, question.Attributes, picture, requestId, cancellation);
        var decision = new Decision { Outcome = reply.Outcome, PerkId = question.PerkId, DecisionId = reply.DecisionId };
        return new IssueTokenResponse { Decision = decision, Token = reply.Token };
    }

    private static CommandAnswer Answer(IssueTokenResponse reply, string? file, string language)
    {
        var document = new JsonObject
        {
            ["decision"] = ProtoJson.Of(reply.Decision),
            ["token"] = reply.Token is null ? null : ProtoJson.Of(reply.Token),
            ["file"] = file,
        };
        return new CommandAnswer(ExitCode.Of(reply.Decision.Outcome), document, screen => Show(screen, reply, file, language));
    }

    private static void Show(IAnsiConsole screen, IssueTokenResponse reply, string? file, string language)
    {
        DecisionView.Show(screen, reply.Decision, language);
        if (reply.Token is { } token)
        {
            TokenView.Show(screen, token, drawn: file is null);
        }

        if (file is not null)
        {
            screen.WriteLine($"  Saved as {file}");
        }
    }
}
