using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Rendering;
using EdgeService.Core.Members;

namespace EdgeCtl.Commands;

/// <summary>Makes the code that a member's app shows.</summary>
internal static class AppCodeCommand
{
    public static Command Build(CommandRunner runner)
    {
        var member = new Argument<string>("member") { Description = "The member id, such as demo-alice." };
        var drawn = new Option<bool>("--qr") { Description = "Draw it as the app would." };
        var command = new TaughtCommand(
            "app-code",
            "Makes an app code from the development key, as the member's app would. It is good for a minute and for one terminal.",
            "app-code demo-alice",
            "check bike.deposit-free --app-code $(edge app-code demo-alice)");
        command.Arguments.Add(member);
        command.Options.Add(drawn);
        runner.Bind(command, (invocation, _) =>
        {
            var code = invocation.App.CodeFor(invocation.Value(member));
            var expires = invocation.Surroundings.Clock.GetUtcNow() + AppCode.Lifetime;
            var document = new JsonObject { ["appCode"] = code, ["expireTime"] = expires.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'") };
            return Task.FromResult(new CommandAnswer(ExitCode.Done, document, screen =>
            {
                if (invocation.Value(drawn))
                {
                    QrView.Show(screen, code);
                }

                screen.Verbatim(code);
            }));
        });
        return command;
    }
}
