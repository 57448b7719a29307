using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using EdgeCtl.Commands;

namespace EdgeCtl;

/// <summary>The whole command line: its commands in the order a newcomer needs them.</summary>
internal static class EdgeCommandLine
{
    private const string Purpose =
        "Talks to the perk-eligibility edge service the way terminals and members' apps do.\n"
        + "Ends with 0 eligible or done, 2 wrong usage, 3 refused, 4 refer to the desk, 5 unreachable or failed,\n"
        + "6 no such thing, or its state does not allow it.";

    private static readonly string[] Examples =
    [
        "demo",
        "check bike.deposit-free --member demo-alice",
        "issue bike.deposit-free --member demo-alice",
    ];

    public static async Task<int> RunAsync(string[] arguments, Surroundings surroundings, CancellationToken cancellation = default)
    {
        var options = new GlobalOptions();
        var runner = new CommandRunner(options, surroundings);
        var parsed = Build(options, runner).Parse(arguments);
        if (parsed.Action is not ParseErrorAction complaint)
        {
            return await parsed.InvokeAsync(Configuration(surroundings), cancellation);
        }

        if (arguments.Contains(options.Json.Name))
        {
            return runner.WriteUsage(parsed.Errors.Select(error => error.Message));
        }

        // A group without a command is a question; anything else is a slip, and the help would bury the complaint.
        complaint.ShowHelp = parsed.UnmatchedTokens.Count == 0 && parsed.CommandResult.Command.Subcommands.Count > 0;
        await parsed.InvokeAsync(Configuration(surroundings), cancellation);
        return ExitCode.Usage;
    }

    private static InvocationConfiguration Configuration(Surroundings surroundings) =>
        new() { Output = surroundings.Output, Error = surroundings.Error };

    private static RootCommand Build(GlobalOptions options, CommandRunner runner)
    {
        var root = new RootCommand(Purpose);
        options.AddTo(root);
        foreach (var command in Commands(runner))
        {
            root.Subcommands.Add(command);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new TeachingHelp((HelpAction)help.Action!, Examples);
        return root;
    }

    private static IEnumerable<Command> Commands(CommandRunner runner) =>
    [
        DemoCommand.Build(runner),
        CheckCommand.Build(runner),
        IssueCommand.Build(runner),
        VerifyCommand.Build(runner),
        RedeemCommand.Build(runner),
        RevokeCommand.Build(runner),
        BeginCommand.Build(runner),
        GrantCommands.BuildConfirm(runner),
        GrantCommands.BuildShow(runner),
        GrantCommands.BuildReturn(runner),
        GrantCommands.BuildCancel(runner),
        ReceiptCommands.Build(runner),
        ClaimsCommands.Build(runner),
        ExplainCommand.Build(runner),
        ConsentCommands.Build(runner),
        RightsCommands.BuildStanding(runner),
        RightsCommands.BuildAccesses(runner),
        ContestCommands.Build(runner),
        ContestCommands.BuildOwn(runner),
        RightsCommands.BuildEraseMe(runner),
        AppCodeCommand.Build(runner),
        PerksCommand.Build(runner),
        KeyCommands.Build(runner),
        HealthCommand.Build(runner),
        ScoreCommand.Build(runner),
        PopulationCommand.Build(runner),
        SnapshotCommands.Build(runner),
        ChangesCommands.Build(runner),
        CatalogCommands.Build(runner),
        LedgerCommands.Build(runner),
        TerminalCommands.Build(runner),
        AuditCommands.Build(runner),
        DisputeCommands.Build(runner),
    ];
}
