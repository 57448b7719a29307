using System.Globalization;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Lookups;
using EdgeService.Benchmarks.Serving;
using EdgeService.Building.Population;
using Perks.Edge.V1;

namespace EdgeService.Benchmarks.Scaling;

/// <summary>An edge with so many members and perks, and checks of members spread over all of its snapshot and of all its perks, each member once a round.</summary>
internal sealed class ScaledEdge : IAsyncDisposable
{
    private const int BatchSize = 100;
    private const double Idle = 0.05;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _home;
    private readonly ServedProcess _edge;
    private readonly CheckBodies _bodies;
    private readonly MutualLoad _load;
    private readonly int _perks;
    private IReadOnlyList<string> _eligible = [];

    private ScaledEdge(string home, ServedProcess edge, int perks)
    {
        (_home, _edge, _perks) = (home, edge, perks);
        _bodies = new CheckBodies(home);
        _load = new MutualLoad(edge.Url("http", AskedEdge.Check), Path.Combine(home, "pki"), "bike-dock");
    }

    /// <summary>Memory of the process, what is in memory of the mapped snapshot included.</summary>
    public long ResidentBytes => _edge.ResidentBytes;

    /// <summary>Starts it and waits until it has verified all of its snapshot.</summary>
    public static async Task<ScaledEdge> StartAsync(BenchmarkSnapshot snapshot, int perks, int membersAsked)
    {
        var home = Directory.CreateTempSubdirectory("edge-bench-").FullName;
        snapshot.GiveSecretTo(home);
        File.WriteAllText(Path.Combine(home, "catalog.json"), ManyPerks.Catalog(perks));
        var process = await ServedProcess.StartAsync(
            "serve-edge", "--environment=Development", $"--Edge:Home={home}", "--Edge:Doors:Port=0", "--Edge:Doors:PlaintextPort=0", "--Edge:Doors:WebPort=0",
            $"--Edge:Snapshots:Folder={snapshot.Folder}", $"--Edge:Snapshots:TrustFolder={snapshot.Folder}", "--Edge:Snapshots:VerifyShare=1",
            "--Edge:Catalog:LargestBytes=67108864", "--Edge:Probing:MaxPairs=10000000");
        var edge = new ScaledEdge(home, process, perks);
        try
        {
            await edge.FindAsync(membersAsked);
            await edge.RestAsync();
            return edge;
        }
        catch
        {
            await edge.DisposeAsync();
            throw;
        }
    }

    /// <summary>Asks for every member found once, each for one of the perks.</summary>
    public Task<MeasuredRound> MeasureAsync()
    {
        var messages = _eligible.Select((member, number) => _bodies.BodyOf(member, ManyPerks.IdOf(number % _perks))).ToArray();
        return MeasuredRound.OfAsync(_edge, () => _load.RunAsync(messages, messages.Length));
    }

    public async ValueTask DisposeAsync()
    {
        _load.Dispose();
        _bodies.Dispose();
        await _edge.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    /// <summary>Members who are eligible, the first of them by number: keys are hashes, so they lie anywhere in the snapshot.</summary>
    private async Task FindAsync(int count)
    {
        List<string> found = [];
        for (var first = 1; found.Count < count; first += BatchSize)
        {
            string[] asked = [.. Enumerable.Range(first, BatchSize).Select(number => MadePopulation.IdOf(number))];
            var answer = await _edge.AskAsync(AskedEdge.Batch, _bodies.Batch(asked));
            var results = BatchCheckEligibilityResponse.Parser.ParseFrom(GrpcFrame.Read(answer).Single().Span).Results;
            found.AddRange(asked.Where((_, at) => results[at].Decision?.Outcome == Outcome.Eligible));
            if (first > 100 * count)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Of {first} members only {found.Count} are eligible."));
        }

        _eligible = [.. found.Take(count)];
    }

    /// <summary>Waits until the process has nothing more to do by itself.</summary>
    /// <exception cref="TimeoutException">It goes on and on.</exception>
    private async Task RestAsync()
    {
        var until = TimeProvider.System.GetUtcNow() + Patience;
        for (var before = await _edge.UsageAsync(); TimeProvider.System.GetUtcNow() < until;)
        {
            await Task.Delay(Look);
            var after = await _edge.UsageAsync();
            if ((after - before).Cpu < Look * Idle)
                return;
            before = after;
        }

        throw new TimeoutException("The edge is not done with verifying its snapshot.");
    }
}
