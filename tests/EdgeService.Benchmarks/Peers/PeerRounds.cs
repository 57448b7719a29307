using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Load;

namespace EdgeService.Benchmarks.Peers;

/// <summary>The rounds of several servers at one shape of load: in each round all of them, in turn.</summary>
internal sealed class PeerRounds
{
    private readonly Dictionary<string, List<PeerRound>> _rounds = [];

    public bool Has(string peer) => _rounds.ContainsKey(peer);

    public IReadOnlyList<PeerRound> Of(string peer) => _rounds[peer];

    /// <summary>The median of its rounds.</summary>
    public double PaceOf(string peer) => Medians.Of(Of(peer).Select(round => round.CallsPerSecond));

    /// <summary>Measures each so often, after rounds that do not count.</summary>
    /// <param name="measures">By name, what one turn of each is.</param>
    /// <param name="warmUps">How many rounds do not count.</param>
    /// <param name="count">How many do.</param>
    /// <param name="report">Told of every round that counts.</param>
    public static async Task<PeerRounds> MeasureAsync(IReadOnlyDictionary<string, Func<Task<PeerRound>>> measures, int warmUps, int count, BenchmarkReport report)
    {
        var rounds = new PeerRounds();
        for (var round = 1 - warmUps; round <= count; round++)
        {
            foreach (var (name, measure) in measures)
            {
                var measured = await measure();
                if (round > 0)
                    rounds.Add(name, measured);
            }

            if (round > 0)
                report.Note(rounds.Line(round));
        }

        return rounds;
    }

    /// <summary>The medians of one peer.</summary>
    public MeasuredFigure Figure(string caseName, string peer, string shape, LatencyResult? times = null) => new(caseName, $"{peer} {shape}", new Dictionary<string, double>
    {
        ["calls/s"] = PaceOf(peer),
        ["us"] = Medians.Of(Of(peer).Select(round => round.CpuMicroseconds)),
        ["cores"] = Medians.Of(Of(peer).Select(round => round.Cores)),
        ["p50-ms"] = times?.P50 ?? double.NaN,
        ["p99-ms"] = times?.P99 ?? double.NaN,
    });

    private void Add(string peer, PeerRound round)
    {
        _rounds.TryAdd(peer, []);
        _rounds[peer].Add(round);
    }

    private string Line(int number) => $"  round {number}: " + string.Join(", ", _rounds.Select(peer => string.Create(
        CultureInfo.InvariantCulture, $"{peer.Key} {peer.Value[^1].CallsPerSecond:0}/s {peer.Value[^1].CpuMicroseconds:0.0} us")));
}
