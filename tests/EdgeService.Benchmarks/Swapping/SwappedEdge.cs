using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Serving;
using EdgeService.Building.Files;
using EdgeService.Building.Population;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;

namespace EdgeService.Benchmarks.Swapping;

/// <summary>An edge with a snapshot of many members, and later revisions of it that lie ready to be served.</summary>
internal sealed class SwappedEdge : IAsyncDisposable
{
    public const int MadeMembers = 1_000_000;

    private const int CallersMembers = 64;
    private const long FirstRevision = 1_000_000;
    private const ulong Seed = 2018;
    private const string Dock = "bike-dock";

    private readonly string _home;
    private readonly System.Security.Cryptography.ECDsa _key;
    private readonly CheckBodies _bodies;
    private readonly string _base;
    private long _prepared = FirstRevision;
    private long _served = FirstRevision;

    private SwappedEdge(string home, ServedProcess edge)
    {
        (_home, Edge) = (home, edge);
        _key = SnapshotKeyFiles.LoadPrivate(Path.Combine(home, "snapshot-keys", "signing.key"));
        _bodies = new CheckBodies(home);
        _base = Path.Combine(home, "base");
        Load = LoadAt(CallsPerSecond);
    }

    public static int CallsPerSecond => 1_000;

    public ServedProcess Edge { get; }

    public PacedLoad Load { get; }

    public static async Task<SwappedEdge> StartAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        var home = Directory.CreateTempSubdirectory("edge-bench-").FullName;
        var process = await ServedProcess.StartAsync(
            "serve-edge", "--environment=Development", $"--Edge:Home={home}", "--Edge:Doors:Port=0", "--Edge:Doors:PlaintextPort=0", "--Edge:Doors:WebPort=0");
        var edge = new SwappedEdge(home, process);
        edge.Build(settings.Members ?? MadeMembers, report);
        edge.Prepare(1);
        await edge.SwapAsync();
        await edge._bodies.FindAsync(CallersMembers, edge.AskAsync, number => MadePopulation.IdOf(number));
        return edge;
    }

    private Uri MutualUrl => Edge.Url("https", AskedEdge.Check);

    private string Pki => Path.Combine(_home, "pki");

    /// <summary>Checks at another rate. The caller disposes of it.</summary>
    public PacedLoad LoadAt(int callsPerSecond) => new(MutualUrl, Pki, Dock, callsPerSecond);

    /// <summary>Checks as fast as they are answered. The caller disposes of it.</summary>
    public MutualLoad LoadAtOnce() => new(MutualUrl, Pki, Dock);

    /// <summary>Checks of eligible members, with codes good for a minute.</summary>
    public IReadOnlyList<byte[]> Bodies() => _bodies.Fresh(0);

    /// <summary>Makes so many further revisions ready, so that a swap costs the machine nothing but the swap.</summary>
    public void Prepare(int swaps)
    {
        using var signer = SnapshotKeyFiles.LoadPrivate(Path.Combine(_home, "snapshot-keys", "signing.key"));
        for (; swaps > 0; swaps--)
            RevisedSnapshot.Write(_base, ReadyPath(++_prepared), _prepared, new SnapshotSigner(signer));
    }

    /// <summary>Puts the next revision into the watched folder and waits until the edge answers from it.</summary>
    public async Task SwapAsync()
    {
        var next = ++_served;
        File.Move(ReadyPath(next), ServedPath(next));
        while (await RevisionAsync() != next)
            await Task.Delay(20);
        // The one before is there to go back to; what is older still would only fill the disk.
        File.Delete(ServedPath(next - 2));
    }

    /// <summary>Swaps every so often, as many times as fit into the duration.</summary>
    public async Task<int> SwapEveryAsync(TimeSpan interval, TimeSpan duration)
    {
        var swaps = 0;
        using var timer = new PeriodicTimer(interval);
        for (; (swaps + 1) * interval < duration && await timer.WaitForNextTickAsync(); swaps++)
            await SwapAsync();
        return swaps;
    }

    public async ValueTask DisposeAsync()
    {
        Load.Dispose();
        _bodies.Dispose();
        _key.Dispose();
        await Edge.DisposeAsync();
        Directory.Delete(_home, recursive: true);
    }

    private void Build(int members, BenchmarkReport report)
    {
        report.Note(string.Create(CultureInfo.InvariantCulture, $"a snapshot of {members:#,##0} made members, seed {Seed}; {CallsPerSecond} checks a second over TLS, latency from the moment each is due"));
        var population = Path.Combine(_home, "population.bin");
        var secret = MemberSecret.Of(File.ReadAllBytes(Path.Combine(_home, "secret", "member.key")));
        var made = new MadePopulation(members, Seed, PopulationChoices.DefaultContracts, new DateOnly(2026, 1, 1));
        WholeFile.Write(population, output => made.WriteBinary(output, MemberHashing.Under(secret)));
        var now = DateTimeOffset.UtcNow;
        var heading = new SnapshotHeading(FirstRevision, now, now, 1, MemberHashing.CheckOf(secret), "benchmark");
        var outcome = SnapshotBuild.FromBinary(PopulationSource.OfFile(population), _base, heading, new SnapshotSigner(_key));
        File.Delete(population);
        if (!outcome.Built)
            throw new InvalidOperationException(string.Join(Environment.NewLine, outcome.Faults));
    }

    private async Task<long> RevisionAsync()
    {
        var answer = await AskAsync(_bodies.BodyOf(MadePopulation.IdOf(1)));
        return Perks.Edge.V1.CheckEligibilityResponse.Parser.ParseFrom(answer.AsSpan(GrpcFrame.HeaderSize)).Decision.Basis.SnapshotRevision;
    }

    private Task<byte[]> AskAsync(byte[] body) => Edge.AskAsync(AskedEdge.Check, body);

    private string ReadyPath(long revision) => Path.Combine(_home, $"ready-{revision}");

    private string ServedPath(long revision) => Path.Combine(_home, "snapshots", $"{revision}.snap");
}
