using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Lookups;
using EdgeService.Benchmarks.Scaling;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// What a check costs the server as members and as perks grow, all sizes in turn: plain HTTP/2, many members a round, each once, so that what is found is not still
/// in a cache. The bars, at most half as much again at the largest, are ours; the design names none.
/// </summary>
internal static class ScaleCase
{
    private const string Name = "scale";
    private const double GrowthBar = 1.5;
    private const int Fewest = 1_000_000;
    private const int FewPerks = 10;
    private const int WarmUps = 3;
    private const int AskedShare = 8;

    private static readonly int[] Steps = [Fewest, 10_000_000, 100_000_000];
    private static readonly int[] Perks = [FewPerks, 100, 1_000, 10_000];

    public static BenchmarkCase Case { get; } = new(Name, "what a check costs as members grow to 520 million, and as perks grow to 10,000", RunAsync);

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        var snapshots = Snapshots(settings, report);
        var asked = Math.Min(settings.Calls, Math.Min(Fewest, settings.MembersMost)) / AskedShare;
        report.Note($"{asked:#,##0} eligible members a round, each asked for once, 64 callers on 4 connections; processor time of the server a check");
        var members = await RoundsAsync(settings, report, [.. snapshots.Select(snapshot => new Size($"members-{InWords(snapshot.Members)}", snapshot, FewPerks))], asked);
        var perks = await RoundsAsync(settings, report, [.. Perks.Select(count => new Size($"perks-{count}", snapshots[0], count))], asked);
        return
        [
            Growth($"members-{InWords(snapshots[^1].Members)}-to-{InWords(snapshots[0].Members)}", members, principal: true),
            Growth($"perks-{Perks[^1]}-to-{FewPerks}", perks, principal: false),
        ];
    }

    /// <summary>Rising. The largest, which may be one that was named, is made first: if there is no room for it, no time is lost.</summary>
    private static List<BenchmarkSnapshot> Snapshots(BenchmarkSettings settings, BenchmarkReport report)
    {
        var largest = settings.Snapshot is null ? BenchmarkSnapshot.Make(settings, settings.MembersMost, report) : BenchmarkSnapshot.Of(settings, report);
        return [.. Steps.Where(members => members < largest.Members).Select(members => BenchmarkSnapshot.Make(settings, members, report)), largest];
    }

    /// <summary>All edges run, one at a time is asked.</summary>
    private static async Task<List<List<double>>> RoundsAsync(BenchmarkSettings settings, BenchmarkReport report, IReadOnlyList<Size> sizes, int asked)
    {
        Task<ScaledEdge>[] starting = [.. sizes.Select(size => ScaledEdge.StartAsync(size.Snapshot, size.Perks, asked))];
        try
        {
            var edges = await Task.WhenAll(starting);
            var costs = sizes.Select(_ => new List<double>()).ToList();
            for (var round = 1 - WarmUps; round <= settings.Rounds; round++)
            {
                for (var turn = 0; turn < edges.Length; turn++)
                {
                    var at = (turn + round + WarmUps) % edges.Length;
                    var measured = await edges[at].MeasureAsync();
                    if (round > 0)
                        costs[at].Add(measured.CpuMicroseconds);
                }
            }

            for (var at = 0; at < edges.Length; at++)
                report.Measured(Figure(sizes[at], costs[at], edges[at]));
            return costs;
        }
        finally
        {
            foreach (var started in starting.Where(start => start.IsCompletedSuccessfully))
                await (await started).DisposeAsync();
        }
    }

    private static MeasuredFigure Figure(Size size, List<double> costs, ScaledEdge edge) => new(Name, size.Name, new Dictionary<string, double>
    {
        ["us"] = Medians.Of(costs),
        ["worst-us"] = costs.Max(),
        ["snapshot-MB"] = new FileInfo(size.Snapshot.FilePath).Length / 1e6,
        ["resident-MB"] = edge.ResidentBytes / 1e6,
    });

    private static BarResult Growth(string name, List<List<double>> costs, bool principal) =>
        new(name, [.. costs[^1].Zip(costs[0], (most, least) => most / least)], GrowthBar, BarSense.AtMost, principal);

    private static string InWords(long members) => members % 1_000_000 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{members / 1_000_000}M")
        : members.ToString(CultureInfo.InvariantCulture);

    /// <summary>One edge to measure.</summary>
    private sealed record Size(string Name, BenchmarkSnapshot Snapshot, int Perks);
}
