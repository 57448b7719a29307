using System.CommandLine;
using EdgeCtl.Rendering;
using EdgeService.Building.Audit;

namespace EdgeCtl.Commands;

/// <summary>The audit log of an edge, read from its files.</summary>
internal static class AuditCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("audit", "Looks into the audit log of an edge: who did what, and whether its files are as the edge wrote them.");
        command.Subcommands.Add(BuildVerify(runner));
        command.Subcommands.Add(AuditListCommand.Build(runner));
        return command;
    }

    /// <summary>The folder of a log; that of the home when none is named.</summary>
    public static Argument<string?> Folder() => new("folder") { Description = "Folder of the log. By default audit in the home.", DefaultValueFactory = _ => null };

    public static string FolderOf(Invocation invocation, Argument<string?> folder)
    {
        var path = invocation.Arguments.GetValue(folder) is { } given ? invocation.FullPath(given) : invocation.Home.AuditFolder;
        return Directory.Exists(path) ? path : throw new UsageException($"{path} is no folder.");
    }

    private static TaughtCommand BuildVerify(CommandRunner runner)
    {
        var folder = Folder();
        var secret = new Option<string?>("--secret") { Description = "The deployment's seal.key, which the lines are bound with. By default that of the home.", HelpName = "file" };
        var known = Checkpoints("--known", "A checkpoint that was kept elsewhere, as the service's own log has them: the line must be here, and be that one. May be repeated.");
        var after = Checkpoints("--after", "The last line of older files that were put elsewhere: what is here must follow it.");
        after.Arity = ArgumentArity.ZeroOrOne;
        var command = new TaughtCommand(
            "verify",
            "Finds every line that was removed, changed, moved or inserted, a missing file, and a tail that was cut off. Ends with 0 when all is as\n"
            + "the edge wrote it, 3 when anything is not. Reads only; the edge may be running.",
            "audit verify",
            "audit verify /var/lib/edge/audit --secret seal.key",
            "audit verify --known 1204:" + new string('a', 64) + " --json");
        command.Arguments.Add(folder);
        Option[] options = [secret, known, after];
        foreach (var option in options)
        {
            command.Options.Add(option);
        }

        runner.Bind(command, (invocation, _) =>
        {
            var key = KeyOf(invocation, secret);
            var start = invocation.Value(after) is [var last, ..] ? last : null;
            var report = AuditVerification.Run(FolderOf(invocation, folder), key, start, invocation.Value(known) ?? []);
            return Task.FromResult(AuditView.Of(report));
        });
        return command;
    }

    private static byte[] KeyOf(Invocation invocation, Option<string?> secret)
    {
        var path = invocation.Value(secret) is { } given ? invocation.FullPath(given) : invocation.Home.SealSecret;
        var bytes = File.ReadAllBytes(path);
        return bytes.Length == 32 ? AuditKey.Of(bytes) : throw new UsageException($"{path} has {bytes.Length} bytes, the deployment's secret has 32.");
    }

    private static Option<AuditCheckpoint[]> Checkpoints(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "sequence:hash",
        CustomParser = result =>
        {
            var checkpoints = result.Tokens.Select(token => AuditCheckpoint.Parse(token.Value)).ToList();
            if (checkpoints.Contains(null))
            {
                result.AddError("A checkpoint is a line's number, a colon and its hash of 64 hex digits.");
            }

            return [.. checkpoints.OfType<AuditCheckpoint>()];
        },
    };
}
