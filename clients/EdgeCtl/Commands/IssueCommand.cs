using System.CommandLine;
using System.Text.Json.Nodes;
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
            Description = "Code of the terminal or gate group where it opens, such as LOUNGE-A. By default the issuing terminal.",
            HelpName = "code",
            DefaultValueFactory = _ => "",
        };
        var command = new TaughtCommand(
            "issue",
            "Decides and, if eligible, signs a token. It is drawn as a QR code unless a file is named.",
            "issue bike.deposit-free --member demo-alice",
            "issue bike.deposit-free --member demo-alice --png token.png",
            "issue umbrella.deposit-free --member demo-bo --svg token.svg --json");
        inquiry.AddTo(command);
        command.Options.Add(audience);
        picture.AddTo(command);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var terminal = invocation.Terminal(inquiry.FittingRole(invocation));
            var reply = await terminal.IssueAsync(
                inquiry.Read(invocation),
                invocation.Value(audience)!,
                picture.Format(invocation),
                requestId.Read(invocation),
                cancellation);
            var file = await picture.SaveAsync(invocation, reply.Token, cancellation);
            return Answer(reply, file, invocation.Language);
        });
        return command;
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
