using System.CommandLine;
using EdgeCtl.Rendering;
using EdgeService.Building.Snapshots;

namespace EdgeCtl.Commands;

/// <summary>Makes snapshot files, looks into them, and says whether an edge would serve them.</summary>
internal static class SnapshotCommands
{
    public static Command Build(CommandRunner runner)
    {
        var command = new Command("snapshot", "Makes snapshot files and looks into them, without a service; sends them to a running edge.");
        command.Subcommands.Add(SnapshotBuildCommand.Build(runner));
        command.Subcommands.Add(BuildInspect(runner));
        command.Subcommands.Add(BuildVerify(runner));
        command.Subcommands.Add(SnapshotStatsCommand.Build(runner));
        command.Subcommands.Add(SnapshotDiffCommand.Build(runner));
        command.Subcommands.Add(SnapshotFoldCommand.Build(runner));
        command.Subcommands.Add(SnapshotServiceCommands.BuildPush(runner));
        command.Subcommands.Add(SnapshotServiceCommands.BuildList(runner));
        command.Subcommands.Add(SnapshotServiceCommands.BuildRollBack(runner));
        command.Subcommands.Add(SnapshotServiceCommands.BuildBasis(runner));
        return command;
    }

    private static TaughtCommand BuildInspect(CommandRunner runner)
    {
        var file = new SnapshotFileArgument();
        var command = new TaughtCommand(
            "inspect",
            "Shows what a snapshot holds: members by band, tiers, consents, listings, revision, key and signature.",
            "snapshot inspect",
            "snapshot inspect people.snap --key snapshot.pem --json");
        file.AddTo(command);
        runner.Bind(command, (invocation, _) =>
        {
            var path = file.Path(invocation);
            if (!SnapshotFile.TryInspect(path, file.Trust(invocation), out var opened, out var refusal))
            {
                return Task.FromResult(SnapshotReport.Refused(path, refusal));
            }

            using (opened)
            {
                var statistics = SnapshotStatistics.Of(opened.View);
                return Task.FromResult(SnapshotReport.Inspected(path, opened, statistics));
            }
        });
        return command;
    }

    private static TaughtCommand BuildVerify(CommandRunner runner)
    {
        var file = new SnapshotFileArgument();
        var command = new TaughtCommand(
            "verify",
            "Says whether a snapshot is whole and signed by a trusted key. Ends with 3 if not.",
            "snapshot verify",
            "snapshot verify people.snap --key snapshot.pem");
        file.AddTo(command);
        runner.Bind(command, (invocation, _) =>
        {
            var path = file.Path(invocation);
            if (!SnapshotFile.TryOpen(path, file.Trust(invocation), out var opened, out var refusal))
            {
                return Task.FromResult(SnapshotReport.Refused(path, refusal));
            }

            using (opened)
            {
                return Task.FromResult(SnapshotReport.Verified(path, opened));
            }
        });
        return command;
    }
}
