using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Signing;
using EdgeService.Tests.Hosting;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Perks.Admin.V1;
using SnapshotFile = Perks.Admin.V1.SnapshotFile;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Operators;

/// <summary>A whole service with a set clock, an operator who works on its snapshots, and terminals that see what comes of it.</summary>
public sealed class OperatedEdge : IAsyncDisposable
{
    public const string Member = "operated-member";

    private OperatedEdge(EdgeHost host, SetClock clock)
    {
        (Host, Clock) = (host, clock);
        Snapshots = new SnapshotService.SnapshotServiceClient(host.As("operator"));
        Dock = new Terminal(host, Terminal.Dock);
    }

    public EdgeHost Host { get; }

    public SetClock Clock { get; }

    public SnapshotService.SnapshotServiceClient Snapshots { get; }

    public Terminal Dock { get; }

    public static async Task<OperatedEdge> StartAsync(params string[] settings)
    {
        var clock = new SetClock(TimeProvider.System.GetUtcNow());
        return new(await EdgeHost.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(clock), null, settings), clock);
    }

    /// <summary>A change of the member, decided now.</summary>
    public Change Change(long revision, Action<Change> with)
    {
        var change = new Change { Revision = revision, MemberId = Member, ChangeTime = Clock.Now.ToTimestamp() };
        with(change);
        return change;
    }

    /// <summary>Opts the member in with this score and a consent for mobility at citybike.</summary>
    public Change Enrol(long revision, int score) => Change(revision, change => change.Enrol = new Enrol { Score = score, Consents = { Consent() } });

    public static ConsentGiven Consent() => new() { Scope = new() { Scene = Perks.Admin.V1.Scene.Mobility, PartnerId = "citybike" } };

    public async Task<ApplyChangesResponse> ApplyAsync(params Change[] changes) =>
        await Snapshots.ApplyChangesAsync(new ApplyChangesRequest { Changes = { changes } });

    public async Task<Perks.Edge.V1.Outcome> CheckAsync(string perk = "bike.deposit-free") =>
        (await Dock.CheckAsync(Terminal.Ask(Member, perk))).Outcome;

    /// <summary>A snapshot under this edge's secret and signing key, in which the member has this score.</summary>
    public byte[] Build(long revision, int score, int others = 0, Action<string>? keep = null, long changesThrough = 0)
    {
        var dimension = (score - 350 + 5) / 6;
        var path = Path.Combine(Host.Home, $"built-{Guid.NewGuid()}");
        var scores = new StringBuilder($"{ScoresCsv.Columns}\n{Member},{dimension},{dimension},{dimension},{dimension},{dimension}\n");
        var enrolment = new StringBuilder($"{EnrolmentCsv.Columns}\n{Member},basic,none,none,mobility@citybike,\n");
        for (var other = 0; other < others; other++)
        {
            scores.Append(System.Globalization.CultureInfo.InvariantCulture, $"other-{other},50,50,50,50,50\n");
            enrolment.Append(System.Globalization.CultureInfo.InvariantCulture, $"other-{other},basic,none,none,,\n");
        }

        using var key = SnapshotKeyFiles.LoadPrivate(Path.Combine(Host.Home, "snapshot-keys", "signing.key"));
        var secret = DeploymentSecrets.Load(Path.Combine(Host.Home, "secret")).Member;
        var outcome = SnapshotBuild.FromCsv(
            new(() => Bytes(scores), "scores", () => Bytes(enrolment), "enrolment"),
            path,
            new(revision, Clock.Now, Clock.Now, 1, MemberHashing.CheckOf(secret), "tests") { ChangesThrough = changesThrough },
            MemberHashing.Under(secret),
            new SnapshotSigner(key));
        Assert.Empty(outcome.Faults);
        keep?.Invoke(path);
        return File.ReadAllBytes(path);
    }

    /// <summary>Sends a file from an offset in chunks, and stops after some of them if told so.</summary>
    public async Task<SnapshotFile> UploadAsync(byte[] file, long revision, int offset = 0, int chunkBytes = 1 << 20, int? stopAfter = null)
    {
        using var call = Snapshots.UploadSnapshot();
        await SendAsync(call, new() { Start = new() { Footer = ByteString.CopyFrom(file[^160..]), Revision = revision, Offset = offset } });
        var sent = 0;
        foreach (var chunk in file[offset..].Chunk(chunkBytes).Take(stopAfter ?? int.MaxValue))
        {
            if (!await SendAsync(call, new() { Chunk = ByteString.CopyFrom(chunk) }))
                break;
            sent += chunk.Length;
        }

        if (stopAfter is not null)
            await WaitForAsync(partial => partial.ReceivedBytes == offset + sent);
        else
            await call.RequestStream.CompleteAsync();
        return stopAfter is null ? (await call).Snapshot : new SnapshotFile();
    }

    public async Task<IReadOnlyList<SnapshotFile>> ListAsync() => (await Snapshots.ListSnapshotsAsync(new())).Snapshots;

    public async Task<SnapshotFile?> PartialAsync() => (await ListAsync()).SingleOrDefault(one => one.State == Perks.Admin.V1.SnapshotState.Partial);

    /// <summary>Adds a partner that has what another has, and waits for nothing: the catalog is in use when this returns.</summary>
    public void AddPartner(string id, string like)
    {
        var path = Path.Combine(Host.Home, "catalog.json");
        var catalog = System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!;
        var partners = catalog["partners"]!.AsArray();
        var partner = partners.Single(one => (string?)one!["id"] == like)!.DeepClone();
        partner["id"] = id;
        foreach (var (terminal, number) in partner["venues"]!.AsArray().SelectMany(venue => venue!["terminals"]!.AsArray()).Select((terminal, i) => (terminal!, i)))
        {
            terminal["audience"] = $"OTHER-{number}";
            terminal.AsObject().Remove("receiptKey");
        }

        partners.Add(partner);
        catalog["revision"] = (int)catalog["revision"]! + 1;
        File.WriteAllText(path, catalog.ToJsonString());
        Host.Service<EdgeService.Catalog.CurrentCatalog>().Scan();
        if (Host.Service<EdgeService.Catalog.CurrentCatalog>().Catalog.FindPartner(id) is null)
            throw new InvalidOperationException("The catalog was refused.");
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    private async Task WaitForAsync(Func<SnapshotFile, bool> condition)
    {
        while (await PartialAsync() is not { } partial || !condition(partial))
            await Task.Yield();
    }

    /// <summary>False when the service has ended the call already.</summary>
    private static async Task<bool> SendAsync(AsyncClientStreamingCall<UploadSnapshotRequest, UploadSnapshotResponse> call, UploadSnapshotRequest message)
    {
        try
        {
            await call.RequestStream.WriteAsync(message);
            return true;
        }
        catch (Exception ended) when (ended is RpcException or InvalidOperationException or NullReferenceException)
        {
            return false;
        }
    }

    private static MemoryStream Bytes(StringBuilder text) => new(Encoding.UTF8.GetBytes(text.ToString()));
}
