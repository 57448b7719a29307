using System.CommandLine;
using EdgeCtl.Home;
using EdgeCtl.Rendering;
using EdgeService.Building.Snapshots;
using EdgeService.Client;
using Perks.Admin.V1;

namespace EdgeCtl.Commands;

/// <summary>The snapshots of a running edge: sent, listed, withdrawn.</summary>
internal static class SnapshotServiceCommands
{
    /// <summary>The operator, or whom <c>--as</c> names.</summary>
    public static SnapshotClient Snapshots(Invocation invocation) => new(invocation.Channel(invocation.Chosen(Role.Operator)));

    public static Command BuildPush(CommandRunner runner)
    {
        var file = new Argument<string>("file") { Description = "The snapshot." };
        var command = new TaughtCommand(
            "push",
            "Sends a snapshot to a running edge, which verifies every byte and switches to it. When the connection breaks it goes on by itself;\n"
            + "stopped and begun anew, it goes on where it was.",
            "snapshot push people.snap",
            "snapshot push people.snap --address https://edge-2:7443 --home edge-2");
        command.Arguments.Add(file);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var path = invocation.FullPath(invocation.Value(file));
            if (SnapshotPeek.Read(path, out var metadata) is { } refusal)
            {
                return SnapshotReport.Refused(path, refusal);
            }

            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 20);
            var progress = new ProgressLine(invocation.Surroundings);
            var served = await Snapshots(invocation).UploadAsync(
                stream,
                metadata!.Revision,
                metadata.ChangesThrough,
                sent => progress.At(new(sent < stream.Length ? "sending" : "being verified", sent, stream.Length, "bytes")),
                cancellation);
            progress.End();
            return SnapshotFilesView.Of(served, $"Revision {served.Revision} is served.");
        });
        return command;
    }

    public static Command BuildList(CommandRunner runner)
    {
        var command = new TaughtCommand(
            "list", "Lists the snapshots of a running edge: the one served, the one to go back to, withdrawn, damaged and half received ones.", "snapshot list", "snapshot list --json");
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var listed = await Snapshots(invocation).ListAsync(cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(new ListSnapshotsResponse { Snapshots = { listed } }), screen => SnapshotFilesView.Show(screen, listed));
        });
        return command;
    }

    public static Command BuildRollBack(CommandRunner runner)
    {
        var revision = new Argument<long?>("revision")
        {
            Description = "The revision to withdraw: nothing happens if another one is served. By default the one served now.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new TaughtCommand(
            "rollback",
            "Withdraws the snapshot that a running edge serves and goes back to the one before, with every change made since.",
            "snapshot rollback",
            "snapshot rollback 42");
        command.Arguments.Add(revision);
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var client = Snapshots(invocation);
            var withdrawn = invocation.Arguments.GetValue(revision) ?? (await client.BasisAsync(cancellation)).Basis.SnapshotRevision;
            var reply = await client.RollBackAsync(withdrawn, cancellation);
            return SnapshotFilesView.Of(reply.Snapshot, $"Revision {withdrawn} is withdrawn; {reply.Snapshot.Revision} is served.");
        });
        return command;
    }

    public static Command BuildBasis(CommandRunner runner)
    {
        var command = new TaughtCommand("basis", "Says what a running edge answers from: revisions, how old the data is, changes, how much is verified.", "snapshot basis", "snapshot basis --json");
        runner.Bind(command, async (invocation, cancellation) =>
        {
            var basis = await Snapshots(invocation).BasisAsync(cancellation);
            return new CommandAnswer(ExitCode.Done, ProtoJson.Of(basis), screen => SnapshotFilesView.Show(screen, basis));
        });
        return command;
    }
}
