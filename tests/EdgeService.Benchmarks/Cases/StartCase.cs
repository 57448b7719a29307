using System.Diagnostics;
using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Lookups;
using EdgeService.Benchmarks.Serving;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// From the start of the process to the first answered check beside a whole snapshot, and to the first answered call of the empty host: both over
/// plain HTTP/2, both asked the moment they say that they listen. And what memory of the edge is resident, on Development's small snapshot, when ten thousand
/// terminals are connected and idle.
/// </summary>
internal static class StartCase
{
    private const double Bar = 2.0;
    private const double ResidentBarBytes = 120e6;
    private const int IdleCount = 10_000;
    private const int WarmUps = 1;
    private const string Member = "M000000001";

    public static BenchmarkCase Case { get; } = new("start", "from nothing to the first answered check, beside the empty host's first answer", RunAsync);

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        var snapshot = BenchmarkSnapshot.Of(settings, report);
        var home = Directory.CreateTempSubdirectory("edge-bench-").FullName;
        try
        {
            var words = await PrepareAsync(home, snapshot);
            List<double> ratios = [];
            for (var round = 1 - WarmUps; round <= settings.Rounds; round++)
            {
                var empty = await TimeAsync(home, "serve-empty");
                var edge = await TimeAsync(home, [.. words]);
                if (round > 0)
                {
                    ratios.Add(edge / empty);
                    report.Note(string.Create(CultureInfo.InvariantCulture, $"round {round}: empty {empty:0} ms, edge {edge:0} ms"));
                }
            }

            return [new BarResult("first-answer", ratios, Bar, BarSense.AtMost, Principal: true), new BarResult("resident", [await ResidentAsync(report)], 1, BarSense.AtMost)];
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>Memory with all terminals connected ÷ what it may be.</summary>
    private static async Task<double> ResidentAsync(BenchmarkReport report)
    {
        var room = string.Create(CultureInfo.InvariantCulture, $"{2 * IdleCount}");
        await using var pair = await ServedPair.StartAsync(
            $"--Edge:Doors:MaxConnections={room}", "--Edge:Doors:ConnectionsPerCaller=10000", "--Edge:Doors:FruitlessPerAddress=0", "--Edge:Doors:PingSeconds=600");
        var before = pair.Edge.ResidentBytes;
        await using var terminals = await IdleTerminals.ConnectAsync(pair.Edge.Url("https", AskedEdge.Check), pair.Pki, "bike-dock", IdleCount);
        var resident = pair.Edge.ResidentBytes;
        report.Note(string.Create(CultureInfo.InvariantCulture, $"resident: {before >> 20} MiB without terminals, {resident >> 20} MiB with {IdleCount:#,##0} idle ones"));
        return resident / ResidentBarBytes;
    }

    /// <summary>Gives the edge the snapshot's secret before it has any of its own, has it make the rest, and says how it is started with the snapshot.</summary>
    private static async Task<string[]> PrepareAsync(string home, BenchmarkSnapshot snapshot)
    {
        string[] words = ["serve-edge", "--environment=Development", $"--Edge:Home={home}", "--Edge:Doors:Port=0", "--Edge:Doors:PlaintextPort=0", "--Edge:Doors:WebPort=0"];
        snapshot.GiveSecretTo(home);
        await (await ServedProcess.StartAsync(words)).DisposeAsync();
        return [.. words, $"--Edge:Snapshots:Folder={snapshot.Folder}", $"--Edge:Snapshots:TrustFolder={snapshot.Folder}"];
    }

    /// <summary>Milliseconds from the start of the process to its first answer.</summary>
    private static async Task<double> TimeAsync(string home, params string[] words)
    {
        var body = Body(home);
        var watch = Stopwatch.StartNew();
        await using var process = await ServedProcess.StartAsync(words);
        await process.AskAsync(AskedEdge.Check, body);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static byte[] Body(string home)
    {
        using var bodies = new CheckBodies(home);
        return bodies.BodyOf(Member);
    }
}
