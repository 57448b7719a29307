using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Ledger;

/// <summary>A primary and its standby for all tests of a class that harm neither, each test on a database of its own.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    private readonly Lazy<Task<PostgresCluster>> _cluster = new(() => PostgresCluster.StartAsync(syncsDisk: false));
    private int _databases;

    public Task<PostgresCluster> Cluster => _cluster.Value;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task<string> NewDatabaseAsync()
    {
        var name = $"ledger{Interlocked.Increment(ref _databases)}";
        await (await Cluster).CreateDatabaseAsync(name);
        return name;
    }

    public async Task DisposeAsync()
    {
        if (_cluster.IsValueCreated)
        {
            await (await Cluster).DisposeAsync();
        }
    }
}
