using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Swapping;

namespace EdgeService.Benchmarks.Cases;

/// <summary>Minutes of checks with a swap every ten seconds: none may fail, and the memory of the process must not grow.</summary>
internal static class SoakCase
{
    /// <summary>The median of the last third beside that of the one before it. In the first third heap and caches fill up to what they need.</summary>
    private const double MemoryBar = 1.10;
    private const double Megabyte = 1 << 20;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public static BenchmarkCase Case { get; } =
        new("soak", "ten minutes (--minutes) of checks with a swap every ten seconds: failures and memory", RunAsync) { ByNameOnly = true };

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        var duration = TimeSpan.FromMinutes(settings.Minutes);
        await using var edge = await SwappedEdge.StartAsync(settings, report);
        // A settled compiler belongs to the start.
        await edge.Load.RunAsync(Interval, edge.Bodies);
        edge.Prepare((int)(duration / Interval));
        List<double> resident = [];
        var swapping = SwapAndLookAsync(edge, duration, resident, report);
        var checks = await edge.Load.RunAsync(duration, edge.Bodies);
        var swaps = await swapping;
        report.Note($"{swaps} swaps in {settings.Minutes} minutes: {checks.Line} {checks.FirstFailure}");
        var third = Math.Max(1, resident.Count / 3);
        var (first, middle, last) = (Medians.Of(resident.Take(third)), Medians.Of(resident.Skip(third).SkipLast(third).DefaultIfEmpty(resident[0])), Medians.Of(resident.TakeLast(third)));
        report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"resident by thirds: {first:0}, {middle:0}, {last:0} MB; least {resident.Min():0}, most {resident.Max():0} MB"));
        return
        [
            new BarResult("memory", [last / middle], MemoryBar, BarSense.AtMost, Principal: true),
            new BarResult("failed", [checks.Failures], 0, BarSense.AtMost),
        ];
    }

    private static async Task<int> SwapAndLookAsync(SwappedEdge edge, TimeSpan duration, List<double> resident, BenchmarkReport report)
    {
        var swaps = 0;
        using var timer = new PeriodicTimer(Interval);
        for (; (swaps + 1) * Interval < duration && await timer.WaitForNextTickAsync(); swaps++)
        {
            await edge.SwapAsync();
            resident.Add(edge.Edge.ResidentBytes / Megabyte);
            if (swaps % 6 == 5)
                report.Note(string.Create(CultureInfo.InvariantCulture, $"  {swaps + 1} swaps, {resident[^1]:0} MB resident"));
        }

        return swaps;
    }
}
