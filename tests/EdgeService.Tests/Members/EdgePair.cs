using EdgeService.Accesses;
using EdgeService.Core.Members;
using EdgeService.Signing;
using EdgeService.Snapshots;
using EdgeService.Tests.Hosting;
using Perks.Member.V1;

namespace EdgeService.Tests.Members;

/// <summary>Two edges that share a ledger in PostgreSQL, and the servers it is in.</summary>
public sealed class EdgePair : IAsyncDisposable
{
    private readonly string[] _settings;

    private EdgePair(PostgresCluster cluster, string[] settings) => (Cluster, _settings) = (cluster, settings);

    public PostgresCluster Cluster { get; }

    public EdgeOfPair First { get; private set; } = null!;

    public EdgeOfPair Second { get; private set; } = null!;

    public static async Task<EdgePair> StartAsync(params string[] settings)
    {
        var cluster = await PostgresCluster.StartAsync(standbys: 0, syncsDisk: false);
        await cluster.CreateDatabaseAsync("ledger");
        var pair = new EdgePair(cluster, settings);
        pair.First = new EdgeOfPair(await pair.StartEdgeAsync(1));
        pair.Second = new EdgeOfPair(await pair.StartEdgeAsync(2));
        return pair;
    }

    public Task<RightsEdge> StartEdgeAsync(int number, params string[] further) => RightsEdge.StartAsync(
        [
            "--Edge:Ledger:Store=postgres",
            $"--Edge:Ledger:Postgres:Connection={Cluster.Connection("ledger")}",
            $"--Edge:Ledger:Postgres:Owner={PostgresPrograms.Superuser}",
            "--Edge:Ledger:Postgres:SingleNode=true",
            $"--Edge:Signing:EdgeNumber={number}",
            .. _settings,
            .. further,
        ]);

    /// <summary>Lets time pass at both.</summary>
    public void Pass(TimeSpan time)
    {
        First.Edge.Clock.Now += time;
        Second.Edge.Clock.Now += time;
    }

    /// <summary>Waits until both have put what they were asked into the ledger.</summary>
    public async Task SharedAsync()
    {
        foreach (var edge in new[] { First, Second })
        {
            await edge.Edge.Host.Service<AccessLog>().FlushAsync();
            while (edge.Edge.Host.Service<SharedAccesses>().WaitingBytes > 0)
                await Task.Yield();
        }
    }

    /// <summary>How many accesses are in the ledger.</summary>
    public Task<long> RowsAsync() => Cluster.Primary.AskAsync<long>("SELECT count(*) FROM ledger.accesses", "ledger");

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}

/// <summary>One of them.</summary>
public sealed class EdgeOfPair(RightsEdge edge) : IAsyncDisposable
{
    public RightsEdge Edge => edge;

    public async Task CheckAsync(string member, string perk = "bike.deposit-free") => await edge.CheckAsync(member, perk);

    public async Task<ListAccessesResponse> ListAsync(string member, int size = 0, string page = "") =>
        await edge.App.ListAccessesAsync(new ListAccessesRequest { MemberRef = edge.CodeOf(member), PageSize = size, PageToken = page });

    public MemberKey KeyOf(string member)
    {
        using var lease = edge.Host.Service<CurrentSnapshot>().Acquire();
        Assert.True(edge.Host.Service<AppCodeReader>().TryTagOf(member, out var tag));
        return lease.KeyOf(tag);
    }

    public ValueTask DisposeAsync() => edge.DisposeAsync();
}
