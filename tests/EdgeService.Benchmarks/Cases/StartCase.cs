using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Lookups;
using EdgeService.Benchmarks.Serving;
using EdgeService.Core.Members;
using Perks.Edge.V1;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// From the start of the process to the first answered check beside a whole snapshot, and to the first answered call of the empty host: both over
/// plain HTTP/2, both asked the moment they say that they listen.
/// </summary>
internal static class StartCase
{
    private const double Bar = 2.0;
    private const int WarmUps = 1;
    private const string Terminal = "citybike:central-park:dock-1";
    private const string Member = "M000000001";

    public static BenchmarkCase Case { get; } = new("start", "from nothing to the first answered check, beside the empty host's first answer", RunAsync);

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        using var snapshot = BenchmarkSnapshot.Of(settings, report);
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

            return [new BarResult("first-answer", ratios, Bar, BarSense.AtMost, Principal: true)];
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    /// <summary>Has the edge make its certificates and keys, gives it the snapshot's secret, and says how it is started with the snapshot.</summary>
    private static async Task<string[]> PrepareAsync(string home, BenchmarkSnapshot snapshot)
    {
        string[] words = ["serve-edge", "--environment=Development", $"--Edge:Home={home}", "--Edge:Doors:Port=0", "--Edge:Doors:PlaintextPort=0", "--Edge:Doors:WebPort=0"];
        await (await ServedProcess.StartAsync(words)).DisposeAsync();
        File.WriteAllBytes(Path.Combine(home, "secret", "member.key"), File.ReadAllBytes(Path.Combine(snapshot.Folder, "member.key")));
        await (await ServedProcess.StartAsync(words)).DisposeAsync();
        return [.. words, $"--Edge:Snapshots:Folder={snapshot.Folder}", $"--Edge:Snapshots:TrustFolder={snapshot.Folder}"];
    }

    /// <summary>Milliseconds from the start of the process to its first answer.</summary>
    private static async Task<double> TimeAsync(string home, params string[] words)
    {
        using var connection = new HttpMessageInvoker(new SocketsHttpHandler());
        var body = Body(home);
        var watch = Stopwatch.StartNew();
        await using var process = await ServedProcess.StartAsync(words);
        var said = process.Ready.First(address => address.StartsWith("http://", StringComparison.Ordinal));
        var url = new UriBuilder(said) { Host = "localhost", Path = "perks.edge.v1.EligibilityService/CheckEligibility" }.Uri;
        await GrpcPost.CallAsync(connection, url, body, Terminal);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static byte[] Body(string home)
    {
        using var key = new AesGcm(File.ReadAllBytes(Path.Combine(home, "secret", "app-code.key")), tagSizeInBytes: 16);
        var code = AppCode.Seal(Member, DateTimeOffset.UtcNow, RandomNumberGenerator.GetBytes(AppCode.NonceSize), key);
        return GrpcFrame.Of(new CheckEligibilityRequest
        {
            Inquiry = new Inquiry { MemberRef = new MemberRef { Kind = Perks.Edge.V1.MemberRefKind.AppCode, Value = code }, PerkId = CheckBodies.PerkId },
        });
    }
}
