using System.Diagnostics;
using System.Globalization;
using EdgeService.Core.Grants;
using EdgeService.Ledger;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Tests.Ledger;

/// <summary>Kills a redeeming process at random moments. The long form: <c>LEDGER_KILLS=200 dotnet test --filter LedgerKillTests</c>.</summary>
public sealed class LedgerKillTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ledger-kill-").FullName;

    private string Database => Path.Combine(_folder, "ledger.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_acknowledged_redemption_is_there_once_after_kill_9()
    {
        var kills = int.Parse(Environment.GetEnvironmentVariable("LEDGER_KILLS") ?? "20", CultureInfo.InvariantCulture);
        var (random, acknowledged) = (new Random(20261121), new Dictionary<long, long>());
        for (var kill = 0; kill < kills; kill++)
        {
            foreach (var (token, grant) in await RunAndKillAsync(first: (kill + 1) * 1_000_000L, after: random.Next(150)))
            {
                acknowledged.Add(token, grant);
            }

            await using var opened = SqliteLedger.Open(new LedgerOptions { Path = Database }, TimeProvider.System, NullLogger.Instance);
        }

        var kept = await ReadAllAsync();

        Assert.True(acknowledged.Count > kills, $"only {acknowledged.Count} acknowledged");
        Assert.Equal(kept.Count, kept.Select(redemption => redemption.Token).Distinct().Count());
        Assert.Empty(acknowledged.Except(kept.ToDictionary(redemption => redemption.Token, redemption => redemption.Grant)));
    }

    /// <summary>Runs the worker until it has acknowledged so many redemptions, kills it, and reads what else it had acknowledged by then.</summary>
    private async Task<List<(long Token, long Grant)>> RunAndKillAsync(long first, int after)
    {
        using var worker = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            ["exec", typeof(LedgerKillTests).Assembly.Location, "ledger-worker", Database, first.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        var lines = new List<(long, long)>();
        while (await worker.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is [var token, var grant] && long.TryParse(grant, CultureInfo.InvariantCulture, out var number))
            {
                lines.Add((long.Parse(token, CultureInfo.InvariantCulture), number));
            }

            if (lines.Count == after + 1)
            {
                worker.Kill();
            }
        }

        await worker.WaitForExitAsync();
        Assert.Equal(128 + 9, worker.ExitCode);
        return lines;
    }

    private async Task<List<(long Token, long Grant)>> ReadAllAsync()
    {
        await using var ledger = SqliteLedger.Open(new LedgerOptions { Path = Database, FullCheckAtStart = true }, TimeProvider.System, NullLogger.Instance);
        var kept = new List<(long, long)>();
        for (var member = 0; member < LedgerWorker.Members; member++)
        {
            var key = LedgerWorker.MemberOf(member);
            var record = await ledger.ReadAsync(key, CancellationToken.None);
            for (var grant = 1L; grant < record.NextGrant; grant++)
            {
                var entries = await ledger.ReadEntriesAsync(key, grant, CancellationToken.None);
                var granted = Assert.Single(entries, entry => entry.Kind == EntryKind.Granted);
                kept.Add(((long)granted.Token!.Value.Value, grant));
            }
        }

        return kept;
    }
}
