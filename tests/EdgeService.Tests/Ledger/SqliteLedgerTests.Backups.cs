using EdgeService.Core.Grants;
using EdgeService.Ledger;
using Microsoft.Extensions.Logging.Abstractions;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>Copies of the file while it is written to.</summary>
public sealed partial class SqliteLedgerTests
{
    [Fact]
    public async Task Backup_made_under_load_is_a_whole_ledger_of_one_moment()
    {
        await Ledger.DisposeAsync();
        var folder = Path.Combine(_folder, "backups");
        Ledger = SqliteLedger.Open(Options with { BackupFolder = folder }, Clock, NullLogger.Instance);
        using var stop = new CancellationTokenSource();
        var acknowledged = 0;
        var load = Enumerable.Range(0, 8).Select(lane => Task.Run(async () =>
        {
            for (var i = lane; !stop.IsCancellationRequested; i += 8)
            {
                await Ledger.ReplyAsync(Member(i), i, Redeem((UInt128)i));
                Interlocked.Increment(ref acknowledged);
            }
        })).ToList();
        while (Volatile.Read(ref acknowledged) < 500)
        {
            await Ledger.RecallAsync(Request(-1), default);
        }

        var before = Volatile.Read(ref acknowledged);
        var backup = await Ledger.BackUpAsync("by-hand.db", default);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        await using var copy = SqliteLedger.Open(new LedgerOptions { Path = Path.Combine(folder, backup!.FileName), FullCheckAtStart = true }, Clock, NullLogger.Instance);
        var (entries, listed) = (await CountAsync(copy), await copy.ListGrantsAsync(new GrantFilter { Now = Noon }, null, 1, default));
        Assert.InRange(entries, before, acknowledged);
        Assert.Single(listed.Grants);
        Assert.Equal(["by-hand.db"], Directory.GetFiles(folder).Select(Path.GetFileName).Where(name => name!.EndsWith(".db", StringComparison.Ordinal)));
        await Assert.ThrowsAsync<IOException>(() => Ledger.BackUpAsync("by-hand.db", default));
        Assert.Equal(2, new[] { await Ledger.BackUpAsync(null, default), await Ledger.BackUpAsync(null, default) }.DistinctBy(made => made!.FileName).Count());
        await Assert.ThrowsAsync<ArgumentException>(() => Ledger.BackUpAsync("../by-hand.db", default));
    }

    [Fact]
    public async Task Backup_that_cannot_be_written_leaves_the_ledger_at_work()
    {
        await Ledger.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "taken"), "");
        Ledger = SqliteLedger.Open(Options with { BackupFolder = Path.Combine(_folder, "taken", "sub") }, Clock, NullLogger.Instance);

        await Assert.ThrowsAnyAsync<IOException>(() => Ledger.BackUpAsync(null, default));
        Assert.Equal("Granted 1", await Ledger.ReplyAsync(Member(1), 1, Redeem(1)));
    }

    [Fact]
    public async Task Backups_are_made_when_the_latest_has_grown_old_and_the_oldest_are_deleted()
    {
        await Ledger.DisposeAsync();
        var options = Options with { BackupFolder = Path.Combine(_folder, "backups"), BackupEvery = TimeSpan.FromHours(1), BackupsKept = 2 };
        Ledger = SqliteLedger.Open(options, Clock, NullLogger.Instance);
        using var tending = new LedgerTending(Ledger, Microsoft.Extensions.Options.Options.Create(options), Hosting.UnopenedAudit.Trail(), Clock, NullLogger<LedgerTending>.Instance);

        foreach (var minutes in new[] { 0, 59, 60, 125, 126, 65 })
        {
            Clock.Now = Noon.AddMinutes(minutes);
            await tending.TendAsync(default);
        }

        Assert.Equal(["ledger-20261121T130000Z.db", "ledger-20261121T140500Z.db"], Directory.GetFiles(options.BackupFolder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Backup_that_cannot_be_made_keeps_nothing_beyond_its_retention()
    {
        await Ledger.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder, "no-folder"), "");
        var options = Options with { BackupFolder = Path.Combine(_folder, "no-folder", "sub") };
        Ledger = SqliteLedger.Open(options, Clock, NullLogger.Instance);
        using var tending = new LedgerTending(Ledger, Microsoft.Extensions.Options.Options.Create(options), Hosting.UnopenedAudit.Trail(), Clock, NullLogger<LedgerTending>.Instance);
        await Ledger.ReplyAsync(Member(1), 1, new Begin(Bike("bike-1"), Dock));
        Clock.Now = Noon + options.GrantRetention + TimeSpan.FromDays(1);
        await Ledger.ReplyAsync(Member(2), 2, new Begin(Bike("bike-2"), Dock), Clock.Now);

        await tending.TendAsync(default);

        Assert.Empty(await Ledger.ReadEntriesAsync(Member(1), 1, default));
    }
}
