using System.CommandLine;
using System.Text.Json.Nodes;
using EdgeCtl.Rendering;
using EdgeService.Building.Snapshots;
using EdgeService.Building.Snapshots.Folding;
using EdgeService.Core.Snapshots;

namespace EdgeCtl.Commands;

/// <summary>The next snapshot from one and the changes after it.</summary>
internal static class SnapshotFoldCommand
{
    private sealed record Options(
        Option<string?> Snapshot, Option<string?> Changes, Option<string> Out, Option<bool> Overwrite, Option<string?> Key, Option<long?> Revision);

    public static Command Build(CommandRunner runner)
    {
        var options = new Options(
            File("--snapshot", "The snapshot that the changes follow. By default the one of the home with the highest revision."),
            File("--changes", "The change log; an edge may have it open. By default that of the home."),
            new("--out") { Description = "The snapshot file to make.", HelpName = "file", Required = true },
            new("--overwrite") { Description = "Replace a file that is there." },
            File("--key", "PEM file of the P-256 key that signs. By default that of the home. The snapshot itself may be signed by any key of the home."),
            ValueOption.Of<long>("--revision", "Greater than that of the snapshot. By default the seconds since 1970.", "number", "43"));
        var command = new TaughtCommand(
            "fold",
            "Makes the next snapshot from one and the changes after it, without the CSV files. Goes over the members once; only those whom the log\n"
            + "names take memory. Members who got a key of their own keep it; cards and documents are carried on, but\n"
            + "those of who has left. A build from the input fits the file's tables anew; fold in between.",
            "snapshot fold --out next.snap",
            "snapshot fold --snapshot 42.snap --changes changes.log --out 43.snap --revision 43 --json");
        Option[] all = [options.Snapshot, options.Changes, options.Out, options.Overwrite, options.Key, options.Revision];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }

        runner.Bind(command, (invocation, cancellation) => Task.Run(() => Fold(invocation, options, cancellation), CancellationToken.None));
        return command;
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "file" };

    private static CommandAnswer Fold(Invocation invocation, Options options, CancellationToken cancellation)
    {
        using var key = SnapshotKeyFiles.LoadPrivate(Given(invocation, options.Key) ?? invocation.Home.SnapshotKey);
        var signer = new SnapshotSigner(key);
        var path = Given(invocation, options.Snapshot) ?? SnapshotFileArgument.Newest(invocation.Home.SnapshotFolder);
        if (!SnapshotFile.TryServe(path, SnapshotKeysOption.TrustBefore(invocation, signer), out var before, out var refusal))
        {
            return SnapshotReport.Refused(path, refusal);
        }

        using (before)
        {
            try
            {
                return Fold(invocation, options, before.View, signer, cancellation);
            }
            catch (SnapshotDamagedException damage)
            {
                return SnapshotReport.Refused(path, damage.Refusal);
            }
        }
    }

    private static CommandAnswer Fold(Invocation invocation, Options options, SnapshotView before, SnapshotSigner signer, CancellationToken cancellation)
    {
        var now = invocation.Surroundings.Clock.GetUtcNow();
        var revision = invocation.Value(options.Revision) ?? now.ToUnixTimeSeconds();
        if (revision <= before.Metadata.Revision)
        {
            throw new UsageException($"The snapshot has revision {before.Metadata.Revision}: the next one must be greater than that.");
        }

        var changes = LoggedChanges.Read(Given(invocation, options.Changes) ?? invocation.Home.ChangeLog, before);
        var heading = new SnapshotHeading(revision, changes.AsOf, now, before.Metadata.SecretVersion, before.Metadata.SecretCheck, "edge");
        var progress = new ProgressLine(invocation.Surroundings);
        var file = invocation.FullPath(invocation.Value(options.Out)!);
        var building = new BuildOptions { Overwrite = invocation.Value(options.Overwrite), Progress = progress.At, Cancellation = cancellation };
        var report = SnapshotFold.Run(before, changes, file, heading, signer, building);
        progress.End();
        return Answer(file, heading, changes, report);
    }

    private static string? Given(Invocation invocation, Option<string?> option) =>
        invocation.Value(option) is { } path ? invocation.FullPath(path) : null;

    private static CommandAnswer Answer(string file, SnapshotHeading heading, LoggedChanges changes, FoldReport report)
    {
        var document = new JsonObject
        {
            ["file"] = file,
            ["revision"] = heading.Revision,
            ["changes"] = changes.Count,
            ["changesThrough"] = changes.Through,
            ["members"] = report.Members,
            ["entered"] = report.Entered,
            ["left"] = report.Left,
            ["changed"] = report.Changed,
            ["aliases"] = report.Aliases,
            ["bytes"] = report.FileBytes,
            ["seconds"] = Math.Round(report.Elapsed.TotalSeconds, 3),
        };
        return new CommandAnswer(ExitCode.Done, document, screen => new FactSheet()
            .Row("Made", file)
            .Row("Revision", FormattableString.Invariant($"{heading.Revision}"))
            .Row("As of", Wording.Of(heading.AsOf))
            .Row("Changes", $"{Wording.Of(changes.Count)}, through {changes.Through}")
            .Row(
                "Members",
                $"{Wording.Of(report.Members)}: {Wording.Of(report.Entered)} entered, {Wording.Of(report.Left)} left, {Wording.Of(report.Changed)} changed")
            .Row("Aliases", $"{Wording.Of(report.Aliases)} cards and documents")
            .Row("Size", $"{Wording.Of(report.FileBytes)} bytes")
            .Show(screen));
    }
}
