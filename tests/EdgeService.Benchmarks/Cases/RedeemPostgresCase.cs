using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Redeeming;
using EdgeService.Ledger;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// Redemptions at the store on PostgreSQL, 64 callers, every commit on the disks of a primary and a standby, both on this machine. Beside it pgbench with
/// the same statements: with as many connections as the store has callers, and with as many as the store has connections.
/// </summary>
internal static class RedeemPostgresCase
{
    private const string Database = "ledger";
    private static readonly PostgresOptions Defaults = new();

    public static BenchmarkCase Case { get; } = new("redeem-postgres", "redemptions at the ledger on PostgreSQL with a standby, beside pgbench", RunAsync)
    {
        Missing = () => InstalledPostgres.Folder is null ? "PostgreSQL is missing. Debian: apt-get install postgresql" : null,
    };

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        var count = settings.Calls / 10;
        await using var cluster = await PostgresCluster.StartAsync();
        await cluster.CreateDatabaseAsync(Database);
        var options = new PostgresOptions { Connection = cluster.Connection(Database), Owner = "postgres" };
        await using var ledger = await PostgresLedger.OpenAsync(new LedgerOptions(), options, TimeProvider.System, NullLogger.Instance);
        var like = new Redemptions(1, 0).Rows()[0];
        report.Note($"{count:#,##0} redemptions a side and round; store: {Redemptions.Callers} callers on {Defaults.Writers} connections; fsync on, ANY 1 standby");
        List<(double Store, double ByCallers, double ByConnections)> rounds = [];
        for (var round = -1; round < settings.Rounds; round++)
        {
            var store = await new Redemptions(count, round + 2).RunAsync(ledger);
            var byCallers = PgBench.Run(cluster.Primary, Database, Redemptions.Callers, count, like);
            var byConnections = PgBench.Run(cluster.Primary, Database, Defaults.Writers, count / 4, like);
            if (round >= 0)
            {
                rounds.Add((store, byCallers, byConnections));
                report.Note(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  round {round + 1}: store {store:0}/s; pgbench {Redemptions.Callers} clients {byCallers:0}/s, {Defaults.Writers} clients {byConnections:0}/s"));
            }
        }

        if (RedisRedemptions.Run(count, like) is { } redis)
        {
            report.Note(string.Create(CultureInfo.InvariantCulture, $"beside: Redis, appendfsync always, one machine, {Redemptions.Callers} clients: {redis:0}/s"));
        }

        return
        [
            new BarResult("callers", [.. rounds.Select(round => round.Store / round.ByCallers)], 0.8, BarSense.AtLeast, Principal: true),
            new BarResult("connections", [.. rounds.Select(round => round.Store / round.ByConnections)], 0.8, BarSense.AtLeast),
        ];
    }
}
