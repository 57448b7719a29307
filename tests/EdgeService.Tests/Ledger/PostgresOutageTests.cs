using EdgeService.Ledger;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>What the ledger says and does while its servers die, hang, and come back. Each test has servers of its own.</summary>
public sealed class PostgresOutageTests : IAsyncLifetime
{
    private PostgresCluster _cluster = null!;
    private PostgresLedger _ledger = null!;

    private PostgresOptions Options => new() { Connection = _cluster.Connection("ledger"), Owner = "postgres", CommitSeconds = 1 };

    public async Task InitializeAsync()
    {
        if (FactNeedsAttribute.ReasonToSkip(FactNeedsAttribute.PostgreSql) is null)
        {
            _cluster = await PostgresCluster.StartAsync(syncsDisk: false);
            await _cluster.CreateDatabaseAsync("ledger");
            _ledger = await OpenAsync();
        }
    }

    public async Task DisposeAsync()
    {
        await _ledger.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Server_that_died_is_told_at_once_and_used_again_when_it_is_back()
    {
        await _ledger.ReplyAsync(Member(1), 1, Redeem(1));
        await _cluster.Primary.KillAsync();

        Assert.Equal(LedgerFault.OutOfReach, (await FaultOfAsync(2))?.Fault);
        Assert.Equal((false, false), (_ledger.Health.Usable, _ledger.TryView(Member(1), out var record)));
        Assert.Single(record.Grants);
        await using var startedMeanwhile = await OpenAsync();
        Assert.False(startedMeanwhile.Health.Usable);

        await _cluster.Primary.StartAsync();
        await UsableAsync(_ledger);
        await UsableAsync(startedMeanwhile);
        Assert.Equal("Granted 1", await _ledger.ReplyAsync(Member(2), 2, Redeem(2)));
        Assert.Equal("Granted 1", await startedMeanwhile.ReplyAsync(Member(2), 2, Redeem(2)));
        Assert.Equal(2, (await _ledger.ExportEntriesAsync(default, 10, default)).Entries.Length);
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Commit_that_no_standby_confirms_is_never_called_kept_and_is_settled_when_one_is_back()
    {
        var standby = _cluster.Standbys[0];
        await standby.KillAsync();

        var fault = await FaultOfAsync(1);
        Assert.True(fault is { Fault: LedgerFault.NotReplicated or LedgerFault.OutOfReach, MayBeKept: true }, fault?.Fault.ToString());
        Assert.False(_ledger.Health.Usable);

        await standby.StartAsync();
        await UsableAsync(_ledger);
        Assert.Equal("Granted 1", await _ledger.ReplyAsync(Member(1), 1, Redeem(1)));
        Assert.Single((await _ledger.ExportEntriesAsync(default, 10, default)).Entries);
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Commit_whose_wait_an_administrator_cancels_is_not_called_kept_before_a_standby_has_it()
    {
        _cluster.Standbys[0].Freeze();
        var call = FaultOfAsync(1);
        await _cluster.Primary.UntilAsync("the wait was cancelled", async () => await _cluster.Primary.AskAsync<long>(
            "SELECT count(*) FROM (SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep') AS waits") > 0);

        Assert.True((await call)?.MayBeKept);
        _cluster.Standbys[0].Thaw();
        await UsableAsync(_ledger);
        Assert.Equal("Granted 1", await _ledger.ReplyAsync(Member(1), 1, Redeem(1)));
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Primary_that_hangs_is_left_for_the_standby_that_replaced_it_and_never_gone_back_to()
    {
        await _ledger.ReplyAsync(Member(1), 1, Redeem(1));
        var old = _cluster.Primary;
        old.Freeze();
        Assert.NotNull(await FaultOfAsync(2));

        await _cluster.FailOverAsync();
        await _cluster.Primary.RunAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody_yet'; SELECT pg_reload_conf()");
        old.Thaw();
        await Task.WhenAny(UsableAsync(_ledger), Task.Delay(TimeSpan.FromSeconds(3)));
        Assert.False(_ledger.Health.Usable);
        await _cluster.Primary.RunAsync("ALTER SYSTEM RESET synchronous_standby_names; SELECT pg_reload_conf()");
        await _cluster.RejoinAsync(old);

        await UsableAsync(_ledger);
        Assert.Equal("Granted 1", await _ledger.ReplyAsync(Member(2), 2, Redeem(2)));
        Assert.Equal("AlreadyRedeemed 1", await _ledger.ReplyAsync(Member(1), 3, Redeem(1)));
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Of_two_that_call_themselves_primary_the_newer_is_it_and_the_older_never_again()
    {
        var old = _cluster.Primary;
        old.Freeze();
        await _cluster.FailOverAsync();
        old.Thaw();
        await using var primary = new PostgresPrimary(PostgresSettings.OfServers(Options));
        await using (var connection = await primary.OpenAsync())
        {
            Assert.Equal(_cluster.Primary.Port, connection.Port);
        }

        await _cluster.Primary.KillAsync();
        primary.Leave();
        Assert.False(await old.AskAsync<bool>("SELECT pg_is_in_recovery()"));
        await Assert.ThrowsAnyAsync<NpgsqlException>(primary.OpenAsync);
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Cluster_that_stops_asking_for_a_standby_is_written_to_no_more()
    {
        await _ledger.ReplyAsync(Member(1), 1, Redeem(1));
        await _cluster.Primary.RunAsync("ALTER SYSTEM SET synchronous_standby_names = ''");
        await _cluster.Primary.RunAsync("SELECT pg_reload_conf()");
        await _cluster.Primary.UntilAsync("it asks for none", async () => await _cluster.Primary.AskAsync<string>("SHOW synchronous_standby_names") == "");
        LedgerUnavailableException? fault = null;
        for (var request = 2; fault is null && request < 1000; request++)
        {
            fault = await FaultOfAsync(request);
        }

        Assert.Equal(LedgerFault.NotReplicated, fault?.Fault);
    }

    private async Task<PostgresLedger> OpenAsync() =>
        await PostgresLedger.OpenAsync(new LedgerOptions(), Options, new SetClock(Noon), NullLogger.Instance);

    private async Task<LedgerUnavailableException?> FaultOfAsync(int number)
    {
        try
        {
            await _ledger.ReplyAsync(Member(number), number, Redeem((UInt128)number));
            return null;
        }
        catch (LedgerUnavailableException fault)
        {
            return fault;
        }
    }

    private Task UsableAsync(PostgresLedger ledger) => _cluster.Primary.UntilAsync("the ledger has recovered", () => Task.FromResult(ledger.Health.Usable));
}
