using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Peers;
using EdgeService.Benchmarks.Serving;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// The full check beside empty calls of other gRPC servers, and beside GET of Redis: the same request bytes, as much under way, in turns, each server alone at work
/// while it is measured. The bar is the throughput beside C++ gRPC, in each round the faster of its two ways of serving. How each peer is set up is in
/// Peers/README.md.
/// </summary>
internal static class PeersCase
{
    private const string Name = "peers";
    private const double Bar = 1.5;
    private const int WarmUps = 3;
    private const int FewRounds = 2;
    private const int Decisions = 200_000;

    /// <summary>How much of the calls of a round a client with certificates makes.</summary>
    private const int MutualShare = 10;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1.2);
    private static readonly TimeSpan ShortTurn = TimeSpan.FromSeconds(0.6);
    private static readonly TimeSpan PacedTurn = TimeSpan.FromSeconds(3);

    /// <summary>The shape of the bar, that of <c>check</c>.</summary>
    private static readonly LoadShape Usual = new(4, 32);

    private static readonly LoadShape[] Sweep = [new(1, 32), new(8, 16), new(64, 2), new(512, 1)];

    private static readonly string[] PacedPeers = [PeerFleet.Check, PeerFleet.Stock, PeerFleet.CppAsync, PeerFleet.CppCallback];

    public static BenchmarkCase Case { get; } = new(Name, "the full check beside other servers' empty calls at 1 to 512 connections, and its rule beside Cedar", RunAsync)
    {
        Missing = H2Load.Missing,
    };

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        await using var fleet = await PeerFleet.StartAsync(report);
        report.Note($"{Usual} is connections x calls under way on each; load and server share the machine: cores says what the server had of it, us what a call cost it");
        var rounds = await LoadAsync(fleet, Usual, Turn, WarmUps, settings.Rounds, report);
        foreach (var shape in Sweep)
            await LoadAsync(fleet, shape, ShortTurn, 1, FewRounds, report);
        foreach (var peer in fleet.Peers.Where(peer => PacedPeers.Contains(peer.Name)))
            report.Measured(await AtHalfAsync(peer, rounds.PaceOf(peer.Name) / 2));
        await LoadMutualAsync(fleet, settings, report);
        Decide(fleet, report);
        return [BesideCpp(rounds, report)];
    }

    private static async Task<PeerRounds> LoadAsync(PeerFleet fleet, LoadShape shape, TimeSpan turn, int warmUps, int count, BenchmarkReport report)
    {
        report.Note($"{shape}, plain HTTP/2, h2load and redis-benchmark");
        var measures = fleet.Peers.ToDictionary<Peer, string, Func<Task<PeerRound>>>(peer => peer.Name, peer => () => peer.MeasureAsync(shape, turn));
        var rounds = await PeerRounds.MeasureAsync(measures, warmUps, count, report);
        foreach (var peer in fleet.Peers)
            report.Measured(rounds.Figure(Name, peer.Name, shape.ToString(), await peer.TimeAsync(shape, ShortTurn)));
        return rounds;
    }

    private static async Task LoadMutualAsync(PeerFleet fleet, BenchmarkSettings settings, BenchmarkReport report)
    {
        report.Note("mtls: TLS 1.3 with client certificate, 64 callers of .NET on 4 connections");
        var measures = fleet.Mutual.ToDictionary<MutualPeer, string, Func<Task<PeerRound>>>(peer => peer.Name, peer => () => peer.MeasureAsync(settings.Calls / MutualShare));
        var rounds = await PeerRounds.MeasureAsync(measures, WarmUps, settings.Rounds, report);
        foreach (var peer in fleet.Mutual)
            report.Measured(rounds.Figure(Name, peer.Name, "mtls"));
    }

    /// <summary>Latency at half of what the server itself has reached, the first of the rounds not counted.</summary>
    private static async Task<MeasuredFigure> AtHalfAsync(Peer peer, double pace)
    {
        List<LatencyResult> times = [];
        for (var round = 0; round <= FewRounds; round++)
            times.Add(await peer.TimeAsync(Usual, PacedTurn, pace));
        double Median(Func<LatencyResult, double> of) => Medians.Of(times.Skip(1).Select(of));
        return new MeasuredFigure(Name, $"{peer.Name} at half", new Dictionary<string, double>
        {
            ["asked/s"] = pace,
            ["calls/s"] = Median(time => time.CallsPerSecond),
            ["p50-ms"] = Median(time => time.P50),
            ["p99-ms"] = Median(time => time.P99),
            ["p999-ms"] = Median(time => time.P999),
        });
    }

    private static void Decide(PeerFleet fleet, BenchmarkReport report)
    {
        var ours = DecisionAlone.Measure(fleet.CatalogFile, AskedEdge.Terminal, CheckBodies.PerkId, Decisions);
        report.Measured(new MeasuredFigure(Name, "decision core", new Dictionary<string, double> { ["us"] = ours }));
        if (NodePrograms.MissingCedar() is { } missing)
        {
            report.Note("left out: " + missing);
            return;
        }

        var cedar = NodePrograms.DecideByCedar(Decisions / 10);
        report.Measured(new MeasuredFigure(Name, "decision cedar-wasm", new Dictionary<string, double> { ["us"] = cedar, ["to-core"] = cedar / ours }));
    }

    private static BarResult BesideCpp(PeerRounds rounds, BenchmarkReport report)
    {
        const string BarName = "checks-to-cpp";
        if (!rounds.Has(PeerFleet.CppAsync))
        {
            report.Note($"{BarName} cannot pass without its peer. {CppServer.Missing()}");
            return new BarResult(BarName, [double.NaN], Bar, BarSense.AtLeast, Principal: true);
        }

        var fastest = rounds.Of(PeerFleet.CppAsync).Zip(rounds.Of(PeerFleet.CppCallback), (one, other) => Math.Max(one.CallsPerSecond, other.CallsPerSecond));
        return new BarResult(BarName, [.. rounds.Of(PeerFleet.Check).Zip(fastest, (check, cpp) => check.CallsPerSecond / cpp)], Bar, BarSense.AtLeast, Principal: true);
    }
}
