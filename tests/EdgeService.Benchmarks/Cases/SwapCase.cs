using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Swapping;

namespace EdgeService.Benchmarks.Cases;

/// <summary>What swaps of the snapshot do to the calls under way: how many fail, and how much longer the slowest hundredth takes than without swaps.</summary>
internal static class SwapCase
{
    private const double LatencyBar = 1.5;
    private const int WarmUps = 2;

    private static readonly TimeSpan Round = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    public static BenchmarkCase Case { get; } = new("swap", "checks while snapshots are swapped under them, beside checks without", RunAsync);

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        await using var edge = await SwappedEdge.StartAsync(settings, report);
        List<double> ratios = [];
        List<double> failures = [];
        for (var round = 1 - WarmUps; round <= settings.Rounds; round++)
        {
            edge.Prepare((int)(Round / Interval));
            var steady = await edge.Load.RunAsync(Round, edge.Bodies);
            var swapping = edge.SwapEveryAsync(Interval, Round);
            var swapped = await edge.Load.RunAsync(Round, edge.Bodies);
            var swaps = await swapping;
            if (round <= 0)
                continue;
            ratios.Add(swapped.At(0.99) / steady.At(0.99));
            failures.Add(steady.Failures + swapped.Failures);
            report.Note(string.Create(CultureInfo.InvariantCulture, $"  round {round}: steady {steady.Line}; {swaps} swaps {swapped.Line}; ratio {ratios[^1]:0.000}"));
            if (failures[^1] > 0)
                report.Note($"  a call failed: {steady.FirstFailure}{swapped.FirstFailure}");
        }

        return
        [
            new BarResult("p99", ratios, LatencyBar, BarSense.AtMost, Principal: true),
            new BarResult("failed", [failures.Sum()], 0, BarSense.AtMost),
        ];
    }
}
