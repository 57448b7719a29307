using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Swapping;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// How much longer the slowest thousandth of checks takes than the middle one, at half of what edge and callers together can do on this machine: at rest, and while
/// snapshots are swapped.
/// </summary>
internal static class TailCase
{
    private const double Bar = 10;
    private const int SaturatedCalls = 20_000;
    private const int WarmUps = 2;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    public static BenchmarkCase Case { get; } = new("tail", "the slowest thousandth of checks beside the middle one, at half of what can be had, also while snapshots are swapped", RunAsync);

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        await using var edge = await SwappedEdge.StartAsync(settings, report);
        var rate = (int)(await SaturationAsync(edge, report) / 2);
        using var load = edge.LoadAt(rate);
        List<double> steadily = [];
        List<double> swapping = [];
        for (var round = 1 - WarmUps; round <= settings.Rounds; round++)
        {
            edge.Prepare((int)(Round / Interval));
            var steady = await load.RunAsync(Round, edge.Bodies);
            var swaps = edge.SwapEveryAsync(Interval, Round);
            var swapped = await load.RunAsync(Round, edge.Bodies);
            var made = await swaps;
            if (round <= 0)
                continue;
            steadily.Add(TailOf(steady));
            swapping.Add(TailOf(swapped));
            report.Note(string.Create(CultureInfo.InvariantCulture, $"  round {round}: steady {steady.Line}; {made} swaps {swapped.Line}; {steadily[^1]:0.0} and {swapping[^1]:0.0}"));
        }

        return
        [
            new BarResult("steady", steadily, Bar, BarSense.AtMost, Principal: true),
            new BarResult("swapping", swapping, Bar, BarSense.AtMost),
        ];
    }

    private static async Task<double> SaturationAsync(SwappedEdge edge, BenchmarkReport report)
    {
        using var load = edge.LoadAtOnce();
        await load.RunAsync(edge.Bodies(), SaturatedCalls);
        var saturated = (await load.RunAsync(edge.Bodies(), SaturatedCalls)).CallsPerSecond;
        report.Note(string.Create(CultureInfo.InvariantCulture, $"as fast as they are answered, 64 callers: {saturated:0} checks a second, client included; half of it from here on"));
        return saturated;
    }

    /// <summary>A call that failed took for ever.</summary>
    private static double TailOf(PacedResult result) => result.Failures > 0 ? double.PositiveInfinity : result.At(0.999) / result.At(0.5);
}
