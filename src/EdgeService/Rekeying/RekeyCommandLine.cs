using System.CommandLine;
using System.CommandLine.Invocation;
using EdgeService.Start;

namespace EdgeService.Rekeying;

/// <summary>The one thing that the service does beside serving: bringing its ledger under another member secret, while no edge runs.</summary>
public static class RekeyCommandLine
{
    public const string Verb = "rekey";

    private const string Purpose =
        "Brings the ledger under another version of the member secret, in one step: all of it or nothing, whenever it is killed.\n"
        + "Stop every edge of the ledger first, and have a snapshot under the new version in Edge:Snapshots:Folder. Run it once, on one machine with the\n"
        + "edges' settings and secrets; on PostgreSQL Edge:Ledger:Postgres:Owner must be named there. Settings are given as to the service itself.\n"
        + "Ends with 0 done, 1 failed, 2 something to be provided is missing or wrong, 3 refused. Whatever it ends with but 0, nothing was changed.\n"
        + "Example: EdgeService rekey --members enrolment.csv --members left.csv --to 2 --dry-run --Edge:Home=/srv/edge\n"
        + "The whole procedure is in src/EdgeService/Rekeying/README.md.";

    /// <param name="arguments">What follows the verb.</param>
    /// <param name="configurationOf">The service's own settings, of those among the arguments and wherever else they are.</param>
    /// <param name="output">Where what came of it is said.</param>
    /// <param name="error">Where progress and faults are said.</param>
    /// <returns>How the process ends: see <see cref="ExitCode"/>.</returns>
    public static int Run(string[] arguments, Func<IReadOnlyList<string>, IConfiguration> configurationOf, TextWriter output, TextWriter error)
    {
        var members = new Option<string[]>("--members")
        {
            Description = "File of member ids: CSV whose first column is member_id, such as the enrolment, or one id a line. May be given several times: those who have left count too.",
            HelpName = "file",
            Required = true,
        };
        var to = new Option<int>("--to") { Description = "Version of the member secret that the ledger is to stand under; the one that Edge:Signing:MemberWith names, or the highest.", HelpName = "version", Required = true };
        var random = new Option<bool>("--random-keys-for-others")
        {
            Description = "Members of the ledger who are in no file get keys drawn at random: what they hold comes back by its grant id, but no member id leads to it.",
        };
        var known = new Option<bool>("--keep-known-only")
        {
            Description = "Keep former keys of members in the ledger alone. Others' tokens and claim codes of before then open to nobody. For hundreds of millions of members.",
        };
        var dryRun = new Option<bool>("--dry-run") { Description = "Do everything, then undo it." };
        var json = new Option<bool>("--json") { Description = "Say what came of it as one JSON object." };
        var command = new RootCommand(Purpose) { members, to, random, known, dryRun, json };
        command.SetAction(parsed => Answer(
            new RekeyChoices
            {
                Members = parsed.GetValue(members)!,
                To = parsed.GetValue(to),
                RandomKeysForOthers = parsed.GetValue(random),
                KeepKnownOnly = parsed.GetValue(known),
                DryRun = parsed.GetValue(dryRun),
            },
            RekeySurroundings.Of(configurationOf([.. arguments.Where(IsSetting)])),
            parsed.GetValue(json),
            output,
            error));
        var said = command.Parse([.. arguments.Where(argument => !IsSetting(argument))]);
        if (said.Action is ParseErrorAction complaint)
            complaint.ShowHelp = false; // It would bury what is wrong.
        var ended = said.Invoke(new InvocationConfiguration { Output = output, Error = error });
        return said.Errors.Count > 0 ? ExitCode.NotProvided : ended;
    }

    /// <summary>The service's own settings pass the command by.</summary>
    private static bool IsSetting(string argument) =>
        (argument.StartsWith("--", StringComparison.Ordinal) && argument.Contains(':', StringComparison.Ordinal)) || argument.StartsWith("--environment=", StringComparison.OrdinalIgnoreCase);

    private static int Answer(RekeyChoices choices, RekeySurroundings surroundings, bool json, TextWriter output, TextWriter error)
    {
        var answer = RekeyWork.Run(choices, surroundings, stage => error.WriteLine($"  {stage} …"));
        answer.Show(choices, json, output, error);
        return answer.ExitCode;
    }
}
