using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Redeeming;
using EdgeService.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// Redemptions at the embedded store, 64 callers: deciding, encoding and handing over between threads included. Beside it the same statements on a bare
/// connection, their values made beforehand: committed one by one, and 64 a commit. A new file for each side of each round.
/// </summary>
internal static class RedeemSqliteCase
{
    private const int SinglesShare = 8;

    public static BenchmarkCase Case { get; } = new("redeem-sqlite", "redemptions at the embedded ledger beside the same statements on bare SQLite", RunAsync);

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        var count = settings.Calls / 10;
        var folder = Directory.CreateDirectory(Path.Combine(settings.Folder, $"edge-redeem-{Environment.ProcessId}")).FullName;
        try
        {
            report.Note($"{count:#,##0} redemptions a side and round, {Redemptions.Callers} callers; singly {count / SinglesShare:#,##0}; files in {settings.Folder}");
            List<(double Store, double Singly, double Batched)> rounds = [];
            for (var round = -1; round < settings.Rounds; round++)
            {
                var measured = await RoundAsync(folder, count, round + 1);
                if (round >= 0)
                {
                    rounds.Add(measured);
                    report.Note(string.Create(
                        CultureInfo.InvariantCulture,
                        $"  round {round + 1}: store {measured.Store:0}/s; singly {measured.Singly:0}/s; in batches of {Redemptions.Callers} {measured.Batched:0}/s"));
                }
            }

            Redis(count, report);
            return
            [
                new BarResult("batched", [.. rounds.Select(round => round.Store / round.Batched)], 0.7, BarSense.AtLeast, Principal: true),
                new BarResult("singly", [.. rounds.Select(round => round.Store / round.Singly)], 3, BarSense.AtLeast),
            ];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The sides take turns in going first.</summary>
    private static async Task<(double Store, double Singly, double Batched)> RoundAsync(string folder, int count, int round)
    {
        var redemptions = new Redemptions(count, round);
        var rows = redemptions.Rows();
        var (store, batched) = (0.0, 0.0);
        for (var turn = 0; turn < 2; turn++)
        {
            if ((turn + round) % 2 == 0)
            {
                store = await StoreAsync(Path.Combine(folder, $"store-{round}.db"), redemptions);
            }
            else
            {
                batched = await BareAsync(Path.Combine(folder, $"batched-{round}.db"), rows, Redemptions.Callers);
            }
        }

        var singly = await BareAsync(Path.Combine(folder, $"singly-{round}.db"), [.. rows.Take(count / SinglesShare)], 1);
        return (store, singly, batched);
    }

    private static async Task<double> StoreAsync(string path, Redemptions redemptions)
    {
        await using var ledger = Open(path);
        GC.Collect();
        return await redemptions.RunAsync(ledger);
    }

    private static async Task<double> BareAsync(string path, IReadOnlyList<RedemptionRow> rows, int batch)
    {
        await Open(path).DisposeAsync();
        using var bare = new BareSqlite(path);
        GC.Collect();
        return bare.Run(rows, batch);
    }

    private static SqliteLedger Open(string path) => SqliteLedger.Open(new LedgerOptions { Path = path }, TimeProvider.System, NullLogger.Instance);

    private static void Redis(int count, BenchmarkReport report)
    {
        if (RedisRedemptions.Run(count, new Redemptions(1, 0).Rows()[0]) is { } redis)
        {
            report.Note(string.Create(CultureInfo.InvariantCulture, $"beside: Redis, appendfsync always, {Redemptions.Callers} clients, one script a redemption: {redis:0}/s"));
        }
    }
}
