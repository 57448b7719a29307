namespace EdgeService.Tests.Hosting;

/// <summary>
/// A primary and the standbys that follow it, in a folder that goes with them. <c>await using var cluster = await PostgresCluster.StartAsync();</c>
/// starts one of each, every commit waiting for the standby (<c>ANY 1 (*)</c>). Then:
/// <list type="bullet">
/// <item><c>cluster.Connection("ledger", "edge")</c> is what a service is given: every server's address, without a password.</item>
/// <item><c>await cluster.CreateDatabaseAsync("ledger")</c> makes an empty database; the ledger's own start makes what is in it.</item>
/// <item><c>await cluster.Primary.KillAsync()</c>, <c>cluster.Primary.Freeze()</c>: the primary is gone, or cut off.</item>
/// <item><c>await cluster.FailOverAsync()</c>: the standby that has most becomes the primary. Until a standby follows it, its commits wait.</item>
/// <item><c>await cluster.RejoinAsync(old)</c>: the old primary is made anew as a standby of the new one.</item>
/// </list>
/// Tests that use it are marked <c>[FactNeeds(FactNeedsAttribute.PostgreSql)]</c>.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private const string Settings =
        "-c listen_addresses=127.0.0.1 -c shared_buffers=64MB -c max_connections=80 -c max_wal_senders=6 -c max_wal_size=512MB " +
        "-c wal_sender_timeout=5s -c wal_receiver_status_interval=1s -c wal_retrieve_retry_interval=200ms -c wal_keep_size=64MB -c lc_messages=C -c track_commit_timestamp=off";

    private readonly PostgresPrograms _programs = new();
    private readonly List<PostgresServer> _servers = [];
    private readonly string _folder;

    private PostgresCluster() => _folder = _programs.MakeFolder();

    /// <summary>The one that takes writes.</summary>
    public PostgresServer Primary { get; private set; } = null!;

    /// <summary>All others, whether they run or not.</summary>
    public IReadOnlyList<PostgresServer> Standbys => [.. _servers.Where(server => server != Primary)];

    /// <param name="standbys">How many standbys follow, 0 to 4.</param>
    /// <param name="synchronous">Whether a commit waits for one of them.</param>
    /// <param name="syncsDisk">Whether commits wait for the disk: only what proves nothing about durability may say no.</param>
    public static async Task<PostgresCluster> StartAsync(int standbys = 1, bool synchronous = true, bool syncsDisk = true)
    {
        var cluster = new PostgresCluster();
        try
        {
            await cluster.StartPrimaryAsync(syncsDisk);
            for (var i = 0; i < standbys; i++)
            {
                var standby = cluster.Add(syncsDisk);
                await standby.FollowAsync(cluster.Primary);
                await standby.StartAsync();
            }

            if (standbys > 0 && synchronous)
            {
                await cluster.WaitForStandbysAsync();
            }

            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Makes an empty database.</summary>
    public Task CreateDatabaseAsync(string name) => Primary.RunAsync($"CREATE DATABASE \"{name}\"");

    /// <summary>How a service reaches the cluster, whichever server is the primary.</summary>
    public string Connection(string database, string user = PostgresPrograms.Superuser) =>
        $"Host={string.Join(',', _servers.Select(server => $"127.0.0.1:{server.Port}"))};Username={user};Database={database};SSL Mode=Disable";

    /// <summary>Makes every server ask for a standby from now on, now or as soon as it is the primary.</summary>
    public async Task WaitForStandbysAsync()
    {
        foreach (var server in _servers)
        {
            await File.AppendAllTextAsync(Path.Combine(server.Folder, "postgresql.conf"), "\nsynchronous_standby_names = 'ANY 1 (*)'\n");
        }

        // A standby that is promoted goes by what it has read.
        foreach (var server in _servers.Where(server => server.IsRunning))
        {
            await server.RunAsync("SELECT pg_reload_conf()");
        }

        await Primary.UntilAsync(
            "a standby confirms", async () => await Primary.AskAsync<long>("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'quorum'") > 0);
    }

    /// <summary>Makes the running standby that has received most the primary.</summary>
    public async Task<PostgresServer> FailOverAsync()
    {
        var ranked = new List<(long Received, PostgresServer Server)>();
        foreach (var standby in Standbys.Where(server => server.IsRunning))
        {
            ranked.Add((await standby.AskAsync<long>("SELECT coalesce(pg_last_wal_receive_lsn() - '0/0', 0)::bigint"), standby));
        }

        var next = ranked.MaxBy(one => one.Received).Server;
        await next.PromoteAsync();
        return Primary = next;
    }

    /// <summary>Makes a server anew as a standby of the primary, and waits until it follows.</summary>
    public async Task RejoinAsync(PostgresServer server)
    {
        await server.FollowAsync(Primary);
        await server.StartAsync();
        await Primary.UntilAsync(
            "the standby follows", async () => await Primary.AskAsync<long>("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") > 0);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        PostgresPrograms.Remove(_folder);
    }

    private async Task StartPrimaryAsync(bool syncsDisk)
    {
        Primary = Add(syncsDisk);
        await _programs.RunAsync("initdb", $"-D {Primary.Folder} -U {PostgresPrograms.Superuser} -A trust -E UTF8 --locale=C --no-sync");
        await Primary.StartAsync();
    }

    private PostgresServer Add(bool syncsDisk)
    {
        var server = new PostgresServer(_programs, Path.Combine(_folder, $"server{_servers.Count + 1}"), $"{Settings} -c fsync={(syncsDisk ? "on" : "off")}");
        _servers.Add(server);
        return server;
    }
}
