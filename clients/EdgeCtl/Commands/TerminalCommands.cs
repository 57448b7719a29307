using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Client;
using Perks.Admin.V1;

namespace EdgeCtl.Commands;

/// <summary>The terminals as operators see them, and which of their certificates are good.</summary>
internal static class TerminalCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("terminal", "Gives terminals their certificates, and says which of them are good.");
        command.Subcommands.Add(TerminalIdentityCommands.BuildEnrol(runner));
        command.Subcommands.Add(TerminalIdentityCommands.BuildRenew(runner));
        command.Subcommands.Add(BuildList(runner));
        command.Subcommands.Add(BuildShow(runner));
        command.Subcommands.Add(BuildTurn(
            runner,
            "suspend",
            "Refuses every call of a terminal from its next on, until it is resumed.",
            "odd calls at night",
            (register, name, reason, id, end) => register.SuspendAsync(name, reason, id, end)));
        command.Subcommands.Add(BuildTurn(
            runner,
            "resume",
            "Ends a suspension.",
            "looked into",
            (register, name, reason, id, end) => register.ResumeAsync(name, reason, id, end)));
        command.Subcommands.Add(BuildRevoke(runner));
        return command;
    }

    public static Argument<string> Name() => new("terminal") { Description = "The terminal, as partner:venue:terminal." };

    /// <summary>The operator, or whom <c>--as</c> names.</summary>
    public static TerminalRegisterClient Register(Invocation invocation) => new(invocation.Channel(invocation.Chosen(Role.Operator)));

    private static TaughtCommand BuildList(CommandRunner runner)
    {
        var page = new PageOptions();
        var partner = new Option<string>("--partner") { Description = "Of this partner.", HelpName = "id", DefaultValueFactory = _ => "" };
        var venue = new Option<string>("--venue") { Description = "Of this venue of the partner.", HelpName = "id", DefaultValueFactory = _ => "" };
        var states = new Option<TerminalState[]>("--state")
        {
            Description = "In this state; may be repeated.",
            HelpName = "unenrolled|enrolled|active|suspended|revoked",
        };
        var command = new TaughtCommand(
            "list", "Lists the terminals of the catalog and of the register.", "terminal list", "terminal list --partner citybike --state suspended --state revoked");
        foreach (var option in new Option[] { partner, venue, states })
        {
            command.Options.Add(option);
        }

        page.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var request = new ListTerminalsRequest
            {
                PageSize = page.Size(invocation),
                PageToken = page.Token(invocation),
                PartnerId = invocation.Value(partner)!,
                VenueId = invocation.Value(venue)!,
                States = { invocation.Value(states) ?? [] },
            };
            var reply = await Register(invocation).ListAsync(request, cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => TerminalTables.Show(screen, reply, invocation.Surroundings.Clock.GetUtcNow()));
        });
        return command;
    }

    private static TaughtCommand BuildShow(CommandRunner runner)
    {
        var name = Name();
        var command = new TaughtCommand(
            "show", "Shows a terminal with its certificates and what was done to it, by whom and why.", "terminal show citybike:central-park:dock-1");
        command.Arguments.Add(name);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var reply = await Register(invocation).GetAsync(invocation.Value(name), cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(reply), screen => TerminalTables.Show(screen, reply));
        });
        return command;
    }

    private static TaughtCommand BuildTurn(
        CommandRunner runner,
        string verb,
        string description,
        string why,
        Func<TerminalRegisterClient, string, string, Guid, CancellationToken, Task<TerminalRecord>> turn)
    {
        var (name, reason, requestId) = (Name(), Reason(), new RequestIdOption());
        var command = new TaughtCommand(verb, description, $"terminal {verb} citybike:central-park:dock-1 --reason \"{why}\"");
        command.Arguments.Add(name);
        command.Options.Add(reason);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
            Done(await turn(Register(invocation), invocation.Value(name), invocation.Value(reason)!, requestId.Read(invocation), cancellation)));
        return command;
    }

    private static TaughtCommand BuildRevoke(CommandRunner runner)
    {
        var (name, reason, requestId) = (Name(), Reason(), new RequestIdOption());
        var serial = new Option<string?>("--serial")
        {
            Description = "Only this certificate, by its serial number; without it the terminal itself, for good.",
            HelpName = "hex",
        };
        var command = new TaughtCommand(
            "revoke",
            "Refuses a terminal, or one of its certificates, from its next call on. Final: the name of a revoked terminal is used up.",
            "terminal revoke citybike:central-park:dock-1 --reason \"stolen\"",
            "terminal revoke citybike:central-park:dock-1 --serial 4F3A... --reason \"key copied\"");
        command.Arguments.Add(name);
        command.Options.Add(serial);
        command.Options.Add(reason);
        requestId.AddTo(command);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var (register, why, id) = (Register(invocation), invocation.Value(reason)!, requestId.Read(invocation));
            return Done(invocation.Value(serial) is { } one
                ? await register.RevokeCertificateAsync(invocation.Value(name), one, why, id, cancellation)
                : await register.RevokeAsync(invocation.Value(name), why, id, cancellation));
        });
        return command;
    }

    private static CommandAnswer Done(TerminalRecord terminal) =>
        new(ExitCode.Done, new JsonObject { ["terminal"] = ProtoJson.Of(terminal) }, screen => TerminalTables.Show(screen, terminal));

    private static Option<string> Reason() => new("--reason") { Description = "Why, for whoever asks later. No personal data.", HelpName = "text", Required = true };
}
