using EdgeService.Building.Snapshots;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Perks.Admin.V1;
using Perks.Edge.V1;
using SnapshotFile = EdgeService.Building.Snapshots.SnapshotFile;

namespace EdgeService.Tests.Snapshots.Kills;

/// <summary>
/// A service process under an operator who never rests, and what the operator was told: what is acknowledged, what may or may not have happened.
/// Change N gives its member the score that N stands for; members are few, so that the last change of each can be checked.
/// </summary>
internal sealed class HarassedEdge : IAsyncDisposable
{
    private const int Members = 16;
    private const int MostInOneRequest = 3;
    private const int MostSteps = 6;
    private const int LongestStepMilliseconds = 60;

    private readonly TemporaryFolder _home;
    private readonly Random _random;
    private readonly KillStock _stock;
    private ServiceProcess _service;
    private long _acknowledged;
    private long _possible;
    private long _revision;
    private Doing _doing;

    private HarassedEdge(TemporaryFolder home, Random random, ServiceProcess service)
    {
        (_home, _random, _service) = (home, random, service);
        _stock = new KillStock(home.Path, Members);
        _revision = KillStock.FirstRevision;
    }

    private enum Doing
    {
        Changes,
        Upload,
        RollBack,
    }

    /// <summary>Changes the operator was told are kept.</summary>
    public long Acknowledged => _acknowledged;

    public int Swaps { get; private set; }

    public int RollBacks { get; private set; }

    public int KilledStarts { get; private set; }

    public static async Task<HarassedEdge> MakeAsync(int seed)
    {
        var home = new TemporaryFolder();
        MadeHome.CopyTo(home);
        return new(home, new Random(seed), await ServiceProcess.StartAsync(home.Path));
    }

    /// <summary>Works on the service until a random moment, and kills it then.</summary>
    public async Task WorkUntilKilledAsync()
    {
        using var channel = _service.Channel("operator");
        var client = new SnapshotService.SnapshotServiceClient(channel);
        var enough = new TaskCompletionSource();
        var work = WorkAsync(client, _random.Next(MostSteps), enough);
        await await Task.WhenAny(work, enough.Task);
        await Task.Delay(_random.Next(LongestStepMilliseconds));
        await _service.KillAsync();
        await work;
        await _service.DisposeAsync();
    }

    /// <summary>Starts the service again; now and then it is killed while it starts, first.</summary>
    public async Task RestartAsync()
    {
        if (_random.Next(3) == 0)
        {
            KilledStarts++;
            await ServiceProcess.KillWhileStartingAsync(_home.Path, TimeSpan.FromMilliseconds(_random.Next(1_500)));
        }

        _service = await ServiceProcess.StartAsync(_home.Path);
    }

    /// <summary>Holds what the service says against what it had acknowledged.</summary>
    public async Task<string> CheckAsync()
    {
        using var channel = _service.Channel("operator");
        var client = new SnapshotService.SnapshotServiceClient(channel);
        var basis = await client.GetBasisAsync(new());
        Assert.InRange(basis.ChangesThrough, _acknowledged, _possible);
        (_acknowledged, _possible) = (basis.ChangesThrough, basis.ChangesThrough);
        AssertRevision(basis.Basis.SnapshotRevision);
        (_revision, _doing) = (basis.Basis.SnapshotRevision, Doing.Changes);
        AssertServedIsWhole((await client.ListSnapshotsAsync(new())).Snapshots.Single(one => one.State == Perks.Admin.V1.SnapshotState.Served).Name);
        await AssertStandingsAsync(basis.ChangesThrough);
        return $"snapshot {_revision}, changes through {_acknowledged}";
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _home.Dispose();
    }

    /// <summary>Takes one step after the other until the service is gone, and tells when there have been so many.</summary>
    private async Task WorkAsync(SnapshotService.SnapshotServiceClient client, int steps, TaskCompletionSource enough)
    {
        try
        {
            for (var step = 0; ; step++)
            {
                if (step == steps)
                    enough.SetResult();
                await (_random.Next(10) switch
                {
                    < 6 => ApplyAsync(client),
                    < 9 => UploadAsync(client),
                    _ => RollBackAsync(client),
                });
            }
        }
        catch (RpcException killed) when (killed.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.Internal or StatusCode.Unknown)
        {
            // The moment has come.
        }
    }

    private async Task ApplyAsync(SnapshotService.SnapshotServiceClient client)
    {
        var request = new ApplyChangesRequest();
        for (var count = _random.Next(1, MostInOneRequest + 1); count > 0; count--)
            request.Changes.Add(ChangeOf(_acknowledged + request.Changes.Count + 1));
        _possible = _acknowledged + request.Changes.Count;
        _acknowledged = (await client.ApplyChangesAsync(request)).ChangesThrough;
        Assert.Equal(_possible, _acknowledged);
    }

    private async Task UploadAsync(SnapshotService.SnapshotServiceClient client)
    {
        _doing = Doing.Upload;
        var revision = _revision + 1;
        var file = _stock.Build(revision, _acknowledged);
        using var call = client.UploadSnapshot();
        await WriteAsync(call, new() { Start = new() { Footer = ByteString.CopyFrom(file[^160..]), Revision = revision } });
        foreach (var chunk in file.Chunk(20_000))
            await WriteAsync(call, new() { Chunk = ByteString.CopyFrom(chunk) });
        await call.RequestStream.CompleteAsync();
        await call;
        (_revision, _doing) = (revision, Doing.Changes);
        Swaps++;
    }

    private async Task RollBackAsync(SnapshotService.SnapshotServiceClient client)
    {
        if (_revision == KillStock.FirstRevision)
            return;
        _doing = Doing.RollBack;
        try
        {
            _revision = (await client.RollBackAsync(new() { Revision = _revision })).Basis.SnapshotRevision;
            RollBacks++;
        }
        catch (RpcException nothing) when (nothing.StatusCode == StatusCode.FailedPrecondition)
        {
            // The one before was let go of.
        }

        _doing = Doing.Changes;
    }

    /// <summary>A killed service ends the call while it is written to: its status says more than the exception of the write.</summary>
    private static async Task WriteAsync(AsyncClientStreamingCall<UploadSnapshotRequest, UploadSnapshotResponse> call, UploadSnapshotRequest message)
    {
        try
        {
            await call.RequestStream.WriteAsync(message);
        }
        catch (Exception gone) when (gone is InvalidOperationException or IOException)
        {
            await call;
        }
    }

    /// <summary>A swap that was acknowledged stays; one under way has happened or not.</summary>
    private void AssertRevision(long served)
    {
        var isPossible = _doing switch
        {
            Doing.Upload => served == _revision || served == _revision + 1,
            Doing.RollBack => served <= _revision,
            _ => served == _revision,
        };
        Assert.True(isPossible, $"{served} is served where {_revision} was, during {_doing}");
    }

    /// <summary>The file alone, as it lies on the disk, is verified to its last byte.</summary>
    private void AssertServedIsWhole(string name)
    {
        var trust = SnapshotKeyFiles.LoadTrust(_home.At("snapshot-keys"));
        Assert.True(SnapshotFile.TryOpen(_home.At("snapshots", name), trust, out var file, out var refusal), $"{name}: {refusal?.Detail}");
        file.Dispose();
    }

    /// <summary>Every member has the score of the last change about it, through the door a terminal uses.</summary>
    private async Task AssertStandingsAsync(long through)
    {
        using var channel = _service.Channel();
        var eligibility = new EligibilityService.EligibilityServiceClient(channel);
        for (var member = 0; member < Members; member++)
        {
            var last = KillStock.LastChangeOf(member, through, Members);
            var reply = await eligibility.CheckEligibilityAsync(new()
            {
                Inquiry = new()
                {
                    MemberRef = new() { Kind = Perks.Edge.V1.MemberRefKind.AppCode, Value = _stock.AppCodeOf(member) },
                    PerkId = "bike.deposit-free",
                }
            });
            Assert.Equal(KillStock.IsEligibleAfter(last), reply.Decision.Outcome == Outcome.Eligible);
        }
    }

    private static Change ChangeOf(long revision) => new()
    {
        Revision = revision,
        MemberId = KillStock.MemberOf(revision, Members),
        ChangeTime = Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
        Enrol = new()
        {
            Score = KillStock.ScoreAfter(revision),
            Consents = { new ConsentGiven { Scope = new() { Scene = Perks.Admin.V1.Scene.Mobility, PartnerId = "citybike" } } },
        },
    };
}
