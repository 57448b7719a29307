using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Serving;

namespace EdgeService.Benchmarks.Peers;

/// <summary>
/// Every server of the comparison that this machine has the programs for, all running, each idle while another is measured. What is missing is said.
/// </summary>
internal sealed class PeerFleet : IAsyncDisposable
{
    public const string Check = "check";
    public const string Stock = "stock-empty";
    public const string CppAsync = "cpp-async";
    public const string CppCallback = "cpp-callback";

    private const int Members = 64;
    private const int Pipeline = 16;
    private const string Dock = "bike-dock";

    /// <summary>One caller brings the connections of many, so it has the room of many.</summary>
    private static readonly string[] RoomForMany =
        ["--Edge:Doors:ConnectionsPerCaller=1024", "--Edge:Doors:CallsPerCaller=2048", "--Edge:Doors:FruitlessPerAddress=0"];

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-peers-").FullName;
    private readonly List<Peer> _peers = [];
    private readonly List<PeerProcess> _processes = [];
    private readonly List<MutualPeer> _mutual = [];
    private readonly ServedPair _pair;
    private readonly ServedProcess _framed;
    private readonly CheckBodies _bodies;
    private int _turn;

    private PeerFleet(ServedPair pair, ServedProcess framed) => (_pair, _framed, _bodies) = (pair, framed, new CheckBodies(pair.Home));

    public IReadOnlyList<Peer> Peers => _peers;

    /// <summary>Those with a door where both sides show a certificate.</summary>
    public IReadOnlyList<MutualPeer> Mutual => _mutual;

    public string CatalogFile => Path.Combine(_pair.Home, "catalog.json");

    public static async Task<PeerFleet> StartAsync(BenchmarkReport report)
    {
        var fleet = new PeerFleet(await ServedPair.StartAsync(RoomForMany), await ServedProcess.StartAsync(FramedServer.Part));
        try
        {
            await fleet._bodies.FindAsync(Members, body => fleet._pair.Edge.AskAsync(AskedEdge.Check, body));
            fleet.AddOurs();
            fleet.AddOthers(report);
            return fleet;
        }
        catch
        {
            await fleet.DisposeAsync();
            throw;
        }
    }

    /// <summary>Checks of all members found, with codes good for a minute.</summary>
    public IReadOnlyList<byte[]> Bodies() => _bodies.Fresh(_turn++);

    public async ValueTask DisposeAsync()
    {
        _mutual.ForEach(peer => peer.Dispose());
        _processes.ForEach(process => process.Dispose());
        await _framed.DisposeAsync();
        _bodies.Dispose();
        await _pair.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private void AddOurs()
    {
        _peers.Add(new GrpcPeer(Check, _pair.Edge.Url("http", AskedEdge.Check), CpuOf(_pair.Edge), CheckMessageAsync));
        _peers.Add(new GrpcPeer(Stock, _pair.Empty.Url("http", AskedEdge.Check), CpuOf(_pair.Empty), EmptyMessageAsync));
        _peers.Add(new GrpcPeer("kestrel-framing", _framed.Url("http", AskedEdge.Check), CpuOf(_framed), EmptyMessageAsync));
        AddMutual(Check, _pair.Edge.Url("https", AskedEdge.Check), CpuOf(_pair.Edge));
        AddMutual(Stock, _pair.Empty.Url("https", AskedEdge.Check), CpuOf(_pair.Empty));
    }

    private void AddOthers(BenchmarkReport report)
    {
        Try(CppServer.Missing(), report, () => AddCpp(report));
        Try(NodePrograms.MissingGrpc(), report, () => AddGrpc("grpc-js", NodePrograms.StartGrpc()));
        Try(PythonServer.Missing(), report, () => AddGrpc("grpcio", PythonServer.Start(Path.Combine(_folder, "python"))));
        var redis = Array.TrueForAll(["redis-server", "redis-benchmark"], PeerSources.Has);
        Try(redis ? null : "Redis is missing. Debian: apt-get install redis-server redis-tools", report, AddRedis);
    }

    private static void Try(string? missing, BenchmarkReport report, Action add)
    {
        if (missing is null)
            add();
        else
            report.Note("left out: " + missing);
    }

    private void AddCpp(BenchmarkReport report)
    {
        report.Note($"C++ gRPC {CppServer.Version()}, which is built now");
        var program = CppServer.Build(Path.Combine(_folder, "cpp"));
        foreach (var (name, word) in ((string, string)[])[(CppAsync, "async"), (CppCallback, "callback")])
        {
            var process = PeerProcess.Start(program, [word, _pair.Pki], "ready");
            AddGrpc(name, process);
            AddMutual(name, process.Url("https", AskedEdge.Check), () => Task.FromResult(process.Cpu));
        }
    }

    private void AddGrpc(string name, PeerProcess process)
    {
        _processes.Add(process);
        _peers.Add(new GrpcPeer(name, process.Url("http", AskedEdge.Check), () => Task.FromResult(process.Cpu), EmptyMessageAsync));
    }

    private void AddMutual(string name, Uri url, Func<Task<TimeSpan>> cpu) => _mutual.Add(new MutualPeer(name, new MutualLoad(url, _pair.Pki, Dock), cpu, Bodies));

    private void AddRedis()
    {
        var (server, port) = RedisGets.Start(_folder);
        _processes.Add(server);
        _peers.Add(new RedisGets("redis-get", server, port, pipeline: 1));
        _peers.Add(new RedisGets($"redis-get-P{Pipeline}", server, port, Pipeline));
    }

    private static Func<Task<TimeSpan>> CpuOf(ServedProcess server) => async () => (await server.UsageAsync()).Cpu;

    private Task<PostedMessage> EmptyMessageAsync() => Task.FromResult(new PostedMessage(Bodies()[0], GrpcFrame.HeaderSize, AskedEdge.Headers));

    /// <summary>A check that is answered by a permit; a refusal is shorter, and the load would notice.</summary>
    private async Task<PostedMessage> CheckMessageAsync()
    {
        var body = Bodies()[0];
        var answer = await _pair.Edge.AskAsync(AskedEdge.Check, body);
        return CheckBodies.IsEligible(answer)
            ? new PostedMessage(body, answer.Length - 2, AskedEdge.Headers)
            : throw new InvalidDataException("A member who was eligible is so no more.");
    }
}
