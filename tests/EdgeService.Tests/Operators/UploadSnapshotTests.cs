using EdgeService.Tests.Journals;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Operators;

public sealed class UploadSnapshotTests : IAsyncLifetime
{
    private const long Newer = 4_000_000_000;
    private OperatedEdge _edge = null!;

    public async Task InitializeAsync() => _edge = await OperatedEdge.StartAsync();

    public async Task DisposeAsync() => await _edge.DisposeAsync();

    [Fact]
    public async Task Uploaded_snapshot_is_served_and_the_one_before_is_kept()
    {
        var before = (await _edge.Snapshots.GetBasisAsync(new())).Basis.SnapshotRevision;
        var served = await _edge.UploadAsync(_edge.Build(Newer, 700), Newer);
        Assert.Equal((SnapshotState.Served, Newer, 1L), (served.State, served.Revision, served.MemberCount));
        Assert.Equal(Outcome.Eligible, await _edge.CheckAsync());
        var listed = await _edge.ListAsync();
        Assert.Equal([(Newer, SnapshotState.Served), (before, SnapshotState.Previous)], listed.Select(one => (one.Revision, one.State)));
    }

    [Fact]
    public async Task Served_file_sent_anew_is_answered_as_served_for_the_answer_may_have_been_lost()
    {
        var file = _edge.Build(Newer, 700);
        var first = await _edge.UploadAsync(file, Newer);
        Assert.Equal(first.Name, (await _edge.UploadAsync(file, Newer)).Name);
        await AssertFaultAsync(() => _edge.UploadAsync(_edge.Build(Newer, 650), Newer), StatusCode.FailedPrecondition, "SNAPSHOT_REFUSED");
    }

    [Fact]
    public async Task Rollback_goes_back_once_and_the_file_can_be_sent_again()
    {
        var file = _edge.Build(Newer, 700);
        await _edge.UploadAsync(file, Newer);
        var back = await _edge.Snapshots.RollBackAsync(new() { Revision = Newer });
        Assert.NotEqual(Newer, back.Basis.SnapshotRevision);
        Assert.Equal(Outcome.Ineligible, await _edge.CheckAsync());
        Assert.Contains(await _edge.ListAsync(), one => one.Revision == Newer && one.State == SnapshotState.Withdrawn);
        await AssertFaultAsync(() => _edge.Snapshots.RollBackAsync(new() { Revision = Newer }).ResponseAsync, StatusCode.FailedPrecondition, "ROLLBACK_IMPOSSIBLE");
        await AssertFaultAsync(() => _edge.Snapshots.RollBackAsync(new() { Revision = back.Basis.SnapshotRevision }).ResponseAsync, StatusCode.FailedPrecondition, "ROLLBACK_IMPOSSIBLE");
        await _edge.UploadAsync(file, Newer);
        Assert.Equal(Outcome.Eligible, await _edge.CheckAsync());
    }

    [Fact]
    public async Task Broken_upload_goes_on_where_it_broke()
    {
        var file = _edge.Build(Newer, 700, others: 3_000);
        await _edge.UploadAsync(file, Newer, chunkBytes: 5_000, stopAfter: 3);
        var partial = (await _edge.PartialAsync())!;
        Assert.Equal((Newer, file.Length, 15_000L), (partial.Revision, partial.TotalBytes, partial.ReceivedBytes));
        await AssertFaultAsync(() => _edge.UploadAsync(file, Newer, offset: 15_001), StatusCode.FailedPrecondition, "UPLOAD_OFFSET", "offset 15000");
        await _edge.UploadAsync(file, Newer, offset: 10_000, chunkBytes: 5_000, stopAfter: 2);
        await _edge.UploadAsync(file, Newer, offset: 20_000);
        Assert.Equal(Outcome.Eligible, await _edge.CheckAsync());
        Assert.Null(await _edge.PartialAsync());
    }

    [Fact]
    public async Task Stream_that_ends_early_says_where_to_go_on()
    {
        var file = _edge.Build(Newer, 700, others: 3_000);
        using var call = _edge.Snapshots.UploadSnapshot();
        await call.RequestStream.WriteAsync(new() { Start = new() { Footer = Google.Protobuf.ByteString.CopyFrom(file[^160..]), Revision = Newer } });
        await call.RequestStream.WriteAsync(new() { Chunk = Google.Protobuf.ByteString.CopyFrom(file[..777]) });
        await call.RequestStream.CompleteAsync();
        await AssertFaultAsync(() => call.ResponseAsync, StatusCode.FailedPrecondition, "UPLOAD_OFFSET", "offset 777");
    }

    [Fact]
    public async Task Flipped_bytes_are_never_served_and_not_kept()
    {
        var file = _edge.Build(Newer, 700, others: 500);
        var random = new Random(20261122);
        for (var i = 0; i < 40; i++)
        {
            var flipped = (byte[])file.Clone();
            flipped[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
            await AssertFaultAsync(() => _edge.UploadAsync(flipped, Newer), StatusCode.FailedPrecondition, "SNAPSHOT_REFUSED");
            Assert.Null(await _edge.PartialAsync());
        }

        Assert.NotEqual(Newer, (await _edge.Snapshots.GetBasisAsync(new())).Basis.SnapshotRevision);
    }

    [Fact]
    public async Task Whatever_cannot_be_served_is_refused_before_it_is_sent()
    {
        var file = _edge.Build(Newer, 700);
        await AssertFaultAsync(() => _edge.UploadAsync(file, 1), StatusCode.FailedPrecondition, "SNAPSHOT_REFUSED", "not newer");
        using var other = new OtherKey();
        await AssertFaultAsync(() => _edge.UploadAsync(other.Sign(file), Newer), StatusCode.FailedPrecondition, "SNAPSHOT_REFUSED", "not trusted");
        await AssertFaultAsync(() => _edge.UploadAsync(new byte[200], Newer), StatusCode.FailedPrecondition, "SNAPSHOT_REFUSED", "last 160 bytes");
        Assert.Null(await _edge.PartialAsync());
    }

    [Fact]
    public async Task File_whose_changes_this_edge_let_go_of_is_refused_before_it_is_sent()
    {
        await _edge.UploadAsync(_edge.Build(Newer, 700, changesThrough: 5), Newer);
        await _edge.ApplyAsync(_edge.Change(6, change => change.Score = 600));
        var older = _edge.Build(Newer + 1, 700);
        using var call = _edge.Snapshots.UploadSnapshot();
        await call.RequestStream.WriteAsync(new()
        {
            Start = new() { Footer = Google.Protobuf.ByteString.CopyFrom(older[^160..]), Revision = Newer + 1, ChangesThrough = 3 },
        });
        await AssertFaultAsync(() => call.ResponseAsync, StatusCode.FailedPrecondition, "SNAPSHOT_REFUSED", "4 to 5");
        Assert.Null(await _edge.PartialAsync());
        using var negative = _edge.Snapshots.UploadSnapshot();
        await negative.RequestStream.WriteAsync(new()
        {
            Start = new() { Footer = Google.Protobuf.ByteString.CopyFrom(older[^160..]), Revision = Newer + 1, ChangesThrough = -1 },
        });
        await AssertFaultAsync(() => negative.ResponseAsync, StatusCode.InvalidArgument, "FIELD_INVALID", "changes_through");
    }

    [Fact]
    public async Task Rollback_that_the_folder_does_not_allow_says_so()
    {
        var served = await _edge.UploadAsync(_edge.Build(Newer, 700), Newer);
        Directory.CreateDirectory(Path.Combine(_edge.Host.Home, "snapshots", served.Name + ".withdrawn"));
        await AssertFaultAsync(
            () => _edge.Snapshots.RollBackAsync(new() { Revision = Newer }).ResponseAsync, StatusCode.FailedPrecondition, "ROLLBACK_IMPOSSIBLE", "does not let revision");
        Assert.Equal(Newer, (await _edge.Snapshots.GetBasisAsync(new())).Basis.SnapshotRevision);
    }

    [Fact]
    public async Task Revision_announced_must_be_that_of_the_file()
    {
        var file = _edge.Build(Newer, 700);
        await AssertFaultAsync(() => _edge.UploadAsync(file, Newer + 1), StatusCode.FailedPrecondition, "SNAPSHOT_REFUSED", "announced");
        Assert.Null(await _edge.PartialAsync());
    }

    [Fact]
    public async Task More_bytes_than_announced_are_refused()
    {
        var file = _edge.Build(Newer, 700);
        byte[] longer = [.. file, .. file[^160..]];
        await AssertFaultAsync(() => _edge.UploadAsync(longer, Newer), StatusCode.FailedPrecondition, "SNAPSHOT_REFUSED", "More bytes");
    }

    [Fact]
    public async Task Same_file_sent_anew_takes_over_and_another_waits()
    {
        var file = _edge.Build(Newer, 700, others: 3_000);
        using var hanging = _edge.Snapshots.UploadSnapshot();
        await hanging.RequestStream.WriteAsync(new() { Start = new() { Footer = Google.Protobuf.ByteString.CopyFrom(file[^160..]), Revision = Newer } });
        await hanging.RequestStream.WriteAsync(new() { Chunk = Google.Protobuf.ByteString.CopyFrom(file[..777]) });
        while ((await _edge.PartialAsync())?.ReceivedBytes != 777)
            await Task.Yield();
        await AssertFaultAsync(() => _edge.UploadAsync(_edge.Build(Newer + 1, 700), Newer + 1), StatusCode.ResourceExhausted, "OVERLOADED");
        Assert.Equal(SnapshotState.Served, (await _edge.UploadAsync(file, Newer, offset: 777)).State);
        await Assert.ThrowsAsync<RpcException>(() => hanging.ResponseAsync);
    }

    [Fact]
    public async Task Changes_survive_the_swap_and_the_rollback()
    {
        await _edge.ApplyAsync(_edge.Enrol(1, 600), _edge.Change(2, change => change.Score = 700));
        await _edge.UploadAsync(_edge.Build(Newer, 600), Newer);
        Assert.Equal(Outcome.Eligible, await _edge.CheckAsync());
        await _edge.ApplyAsync(_edge.Change(3, change => change.CourtListed = true));
        await _edge.Snapshots.RollBackAsync(new() { Revision = Newer });
        Assert.Equal(Outcome.Ineligible, await _edge.CheckAsync());
        await _edge.ApplyAsync(_edge.Change(4, change => change.CourtListed = false));
        Assert.Equal(Outcome.Eligible, await _edge.CheckAsync());
    }

    [FactNeedsSmallDisk]
    public async Task Full_disk_refuses_at_the_start_or_keeps_what_came()
    {
        using var disk = new SmallDisk(1_024);
        File.WriteAllBytes(disk.At("first.snap"), _edge.Build(5, 600));
        await using var edge = await OperatedEdge.StartAsync(
            $"--Edge:Snapshots:Folder={disk.At("")}", $"--Edge:Snapshots:TrustFolder={Path.Combine(_edge.Host.Home, "snapshot-keys")}",
            $"--Edge:Signing:SecretFolder={Path.Combine(_edge.Host.Home, "secret")}", "--Edge:Snapshots:KeepFreeBytes=0");
        var large = _edge.Build(Newer, 700, others: 200_000);
        await AssertFaultAsync(() => edge.UploadAsync(large, Newer), StatusCode.ResourceExhausted, "STORAGE_FULL", "lacks");
        var fitting = _edge.Build(Newer, 700, others: 20_000);
        await edge.UploadAsync(fitting, Newer, chunkBytes: 50_000, stopAfter: 1);
        using (disk.Fill())
            await AssertFaultAsync(() => edge.UploadAsync(fitting, Newer, offset: 50_000), StatusCode.ResourceExhausted, "STORAGE_FULL");
        Assert.Equal(SnapshotState.Served, (await edge.UploadAsync(fitting, Newer, offset: 50_000)).State);
        Assert.Equal(Outcome.Eligible, await edge.CheckAsync());
    }

    private static async Task AssertFaultAsync(Func<Task> call, StatusCode status, string reason, string said = "")
    {
        var fault = await Assert.ThrowsAsync<RpcException>(call);
        Assert.Equal((status, reason), (fault.StatusCode, ApplyChangesTests.ReasonOf(fault)));
        Assert.Contains(said, fault.Status.Detail, StringComparison.Ordinal);
    }
}
