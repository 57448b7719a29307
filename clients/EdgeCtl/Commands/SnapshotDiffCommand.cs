using System.CommandLine;
using EdgeCtl.Rendering;
using EdgeService.Building.Snapshots;
using EdgeService.Building.Snapshots.Counting;
using EdgeService.Core.Snapshots;

namespace EdgeCtl.Commands;

/// <summary>What became of the members from one snapshot to the next.</summary>
internal static class SnapshotDiffCommand
{
    public static Command Build(CommandRunner runner)
    {
        var before = new Argument<string>("before") { Description = "The earlier snapshot." };
        var after = new Argument<string>("after") { Description = "The later snapshot, built under the same member secret." };
        var keys = new SnapshotKeysOption();
        var command = new TaughtCommand(
            "diff",
            "Says how many members entered, left and changed from one snapshot to another, and in what: score and band, tier, listings, payment line,\n"
            + "consents by scene and partner, dated bans, cards and documents. Goes over both files once, in little memory. Names nobody.",
            "snapshot diff 41.snap 42.snap",
            "snapshot diff 41.snap 42.snap --key snapshot.pem --json");
        command.Arguments.Add(before);
        command.Arguments.Add(after);
        command.Options.Add(keys.Option);
        runner.Bind(command, (invocation, _) => Task.FromResult(
            Answer(invocation, invocation.FullPath(invocation.Value(before)), invocation.FullPath(invocation.Value(after)), keys.Trust(invocation))));
        return command;
    }

    private static CommandAnswer Answer(Invocation invocation, string before, string after, SnapshotTrust trust)
    {
        if (!SnapshotFile.TryServe(before, trust, out var older, out var refusal))
        {
            return SnapshotReport.Refused(before, refusal);
        }

        using (older)
        {
            if (!SnapshotFile.TryServe(after, trust, out var younger, out refusal))
            {
                return SnapshotReport.Refused(after, refusal);
            }

            using (younger)
            {
                return Compare(invocation, older, younger, (before, after));
            }
        }
    }

    private static CommandAnswer Compare(Invocation invocation, SnapshotFile before, SnapshotFile after, (string Before, string After) paths)
    {
        if (before.View.Metadata.SecretCheck != after.View.Metadata.SecretCheck)
        {
            throw new UsageException("The two were built under different member secrets: nobody in one can be found in the other.");
        }

        var progress = new ProgressLine(invocation.Surroundings);
        try
        {
            var members = after.View.Metadata.MemberCount;
            var difference = SnapshotComparing.Compare(
                before.View, after.View, done => progress.At(new BuildProgress("comparing", done, members, "members")));
            return SnapshotDiffView.Answer(paths, before.View.Metadata, after.View.Metadata, difference);
        }
        catch (SnapshotDamagedException damage)
        {
            return SnapshotReport.Refused($"{paths.Before} or {paths.After}", damage.Refusal);
        }
        finally
        {
            progress.End();
        }
    }
}
