using System.Globalization;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;

namespace EdgeService.Tests.Proof;

/// <summary>What happens to the primary.</summary>
internal enum Blow
{
    /// <summary>All its processes are killed at one moment.</summary>
    Killed,

    /// <summary>It neither answers nor closes a connection; it is killed once the standby has taken over.</summary>
    CutOff,

    /// <summary>First the standby goes, for some seconds, then the primary; the standby comes back, and takes over.</summary>
    KilledWithoutStandby,
}

/// <summary>Two edges on one PostgreSQL with a standby. Breaking it is the loss of the primary; the standby then takes over.</summary>
internal sealed class BreakablePostgres : IBreakable
{
    private const string Database = "ledger";
    private const int Edges = 2;

    private readonly PostgresCluster _cluster;
    private readonly bool _waitsForStandby;
    private readonly Blow[] _blows;
    private readonly Random _random;
    private readonly List<(TemporaryFolder Home, ServiceProcess Process)> _edges = [];
    private int _struck;

    private BreakablePostgres(PostgresCluster cluster, bool waitsForStandby, Blow[] blows, int seed) =>
        (_cluster, _waitsForStandby, _blows, _random) = (cluster, waitsForStandby, blows, new Random(seed));

    public EdgeDoors Doors { get; } = new(Edges);

    public bool IsShared => true;

    public string Home => _edges[0].Home.Path;

    /// <param name="seed">Draws how long the standby is away.</param>
    /// <param name="waitsForStandby">Whether commits wait for the standby.</param>
    /// <param name="blows">What happens, in turn.</param>
    public static async Task<BreakablePostgres> StartAsync(int seed, bool waitsForStandby, params Blow[] blows)
    {
        var trial = new BreakablePostgres(await PostgresCluster.StartAsync(synchronous: waitsForStandby), waitsForStandby, blows, seed);
        await trial._cluster.CreateDatabaseAsync(Database);
        for (var edge = 0; edge < Edges; edge++)
            await trial.StartEdgeAsync(edge);
        return trial;
    }

    public async Task BreakAsync(Action gone)
    {
        var (primary, standby) = (_cluster.Primary, _cluster.Standbys[0]);
        switch (_blows[_struck++ % _blows.Length])
        {
            case Blow.Killed:
                await primary.KillAsync();
                gone();
                await _cluster.FailOverAsync();
                break;
            case Blow.CutOff:
                primary.Freeze();
                gone();
                await _cluster.FailOverAsync();
                break;
            case Blow.KilledWithoutStandby:
                await standby.KillAsync();
                await Task.Delay(_random.Next(200, 4000));
                await primary.KillAsync();
                gone();
                await standby.StartAsync();
                await _cluster.FailOverAsync();
                break;
        }

        // Until a standby follows the new primary, its commits wait. This also ends a primary that was only cut off.
        await _cluster.RejoinAsync(primary);
    }

    public Task MendAsync() => Task.CompletedTask;

    public async Task<LedgerContent> ReadLedgerAsync()
    {
        foreach (var (_, process) in _edges)
            await process.KillAsync();
        return await PostgresContent.ReadAsync(_cluster.Primary.ConnectionString(Database));
    }

    public async ValueTask DisposeAsync()
    {
        Doors.Dispose();
        foreach (var (home, process) in _edges)
        {
            await process.DisposeAsync();
            home.Dispose();
        }

        await _cluster.DisposeAsync();
    }

    /// <summary>Each edge has a home of its own with the same keys and secrets, as edges of one deployment have.</summary>
    private async Task StartEdgeAsync(int edge)
    {
        var home = new TemporaryFolder();
        MadeHome.CopyTo(home);
        var process = await ServiceProcess.StartAsync(home.Path, new ServiceStart
        {
            Settings =
            [
                "--Edge:Ledger:Store=postgres",
                $"--Edge:Ledger:Postgres:Connection={_cluster.Connection(Database)}",
                $"--Edge:Ledger:Postgres:Owner={PostgresPrograms.Superuser}",
                $"--Edge:Ledger:Postgres:SingleNode={!_waitsForStandby}",
                string.Create(CultureInfo.InvariantCulture, $"--Edge:Signing:EdgeNumber={edge + 1}"),
            ],
        });
        _edges.Add((home, process));
        Doors.Open(edge, process);
    }
}
