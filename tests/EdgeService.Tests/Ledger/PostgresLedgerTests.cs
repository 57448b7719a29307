using EdgeService.Core.Grants;
using EdgeService.Ledger;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>The suite on PostgreSQL, and what only a database server that several edges share can do.</summary>
[StoreNeeds(FactNeedsAttribute.PostgreSql)]
public sealed class PostgresLedgerTests(SharedPostgres postgres) : LedgerSuite, IClassFixture<SharedPostgres>
{
    private const string Owner = "ledger_owner";
    private const string Edge = "edge_1";
    private string? _database;

    protected override async Task<ILedger> OpenAsync() => await OpenEdgeAsync(await OptionsAsync(), Clock);

    protected override async Task<ILedger> OpenAsync(LedgerSecret secret) =>
        await PostgresLedger.OpenAsync(new LedgerOptions(), await OptionsAsync(), Clock, NullLogger.Instance, secret);

    private protected override async Task<RekeyingReport> RekeyAsync(LedgerRekeying rekeying)
    {
        await Ledger.DisposeAsync();
        try
        {
            using var store = await PostgresRekeyingStore.OpenAsync(await OptionsAsync());
            return new Rekeyer(store, rekeying).Run();
        }
        finally
        {
            Ledger = await OpenAsync();
        }
    }

    [StoreFact]
    public async Task Edge_that_is_connected_keeps_a_rekeying_out_and_none_gets_in_meanwhile()
    {
        var options = await OptionsAsync();
        var refused = await Assert.ThrowsAsync<LedgerUnavailableException>(() => PostgresRekeyingStore.OpenAsync(options, TimeSpan.Zero));
        Assert.Equal((LedgerFault.HeldElsewhere, "edges are connected to it. Stop every one of them."), (refused.Fault, refused.Detail));
        await Ledger.DisposeAsync();
        using (await PostgresRekeyingStore.OpenAsync(options))
        {
            Assert.Equal(LedgerFault.Rekeying, await OpeningFaultAsync(options));
        }

        Ledger = await OpenAsync();
    }

    [StoreFact]
    public async Task What_edges_tell_each_other_is_rekeyed_too_and_what_is_nobodys_goes()
    {
        var (exchange, at, today) = (((PostgresLedger)Ledger).Exchange, Noon.ToUnixTimeMilliseconds(), (int)(Noon.ToUnixTimeSeconds() / 86400));
        await Ledger.MeetEdgesAsync(new EdgeSign(7, "1.0", Noon, 1, Noon, 1), default);
        await exchange.TendAccessesAsync(TimeSpan.FromDays(90), default);
        await exchange.KeepAccessesAsync(7, [new(Key(0, 1), at, new byte[] { 1 }), new(Key(0, 2), at, new byte[] { 2 })], default);
        await exchange.TellAskedAsync([new(today, "citybike", Key(0, 1), [3, 65535]), new(today, "citybike", Key(0, 77), [3])], default);
        await RekeyAsync(Rekeying(0));
        exchange = ((PostgresLedger)Ledger).Exchange;
        var list = await exchange.ReadAccessesAsync(7, Key(1, 1), 0, long.MaxValue, 10, default);
        Assert.Equal((1, 0L), (Assert.Single(list.Accesses).DecisionId.Span[0], list.MissingThrough));
        Assert.Empty((await exchange.ReadAccessesAsync(7, Key(0, 1), 0, long.MaxValue, 10, default)).Accesses);
        var asked = await exchange.TellAskedAsync([new(today, "citybike", Key(1, 1), [4]), new(today, "citybike", Key(0, 77), [4])], default);
        Assert.Equal(["3 4 65535", "4"], asked.OrderByDescending(pair => pair.Codes.Count).Select(pair => string.Join(' ', pair.Codes.Order())));

        await Ledger.ReplyAsync(Key(1, 1), 1, new Begin(Bike("bike-1"), Dock));
        await RekeyAsync(Rekeying(1) with { KeepsKnownOnly = true });
        exchange = ((PostgresLedger)Ledger).Exchange;
        Assert.Single((await exchange.ReadAccessesAsync(7, Key(2, 1), 0, long.MaxValue, 10, default)).Accesses);
        var gone = await exchange.ReadAccessesAsync(7, Key(2, 2), 0, long.MaxValue, 10, default);
        Assert.Equal((0, at), (gone.Accesses.Count, gone.MissingThrough)); // Nothing opens them any more, and members are told so.
        Assert.Equal(7, Assert.Single(await Ledger.MeetEdgesAsync(new EdgeSign(7, "1.0", Noon, 1, Noon, 1), default)).Sign.Number);
    }

    [StoreFact]
    public async Task Accesses_that_edges_put_there_are_read_once_each_in_order_and_erased_up_to_a_moment()
    {
        var (exchange, at) = (((PostgresLedger)Ledger).Exchange, Noon.ToUnixTimeMilliseconds());
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => exchange.KeepAccessesAsync(7, [new(Member(1), at, new byte[] { 1 })], default)); // No room was made yet.
        await exchange.TendAccessesAsync(TimeSpan.FromDays(90), default);
        await exchange.TendAccessesAsync(TimeSpan.FromDays(90), default);
        SharedAccess[] asked = [new(Member(1), at, new byte[] { 9 }), new(Member(2), at, new byte[] { 8 }), new(Member(1), at + 1, new byte[] { 7 }), new(Member(1), at, new byte[] { 200 })];
        await exchange.KeepAccessesAsync(7, asked, default);
        await exchange.KeepAccessesAsync(7, asked, default);
        await exchange.KeepAccessesAsync(8, [new(Member(1), at - 5, new byte[] { 6 })], default);
        Assert.Equal((at + 1, at - 5, 0L), (await exchange.ReadAccessesThroughAsync(7, default), await exchange.ReadAccessesThroughAsync(8, default), await exchange.ReadAccessesThroughAsync(9, default)));
        Assert.Equal([7, 9, 200, 6], await IdsAsync(0, long.MaxValue, 10));
        Assert.Equal([9, 200], await IdsAsync(at, at, 10));
        Assert.Equal([7, 9], await IdsAsync(0, long.MaxValue, 2));

        await exchange.MissAccessesAsync(8, at, default);
        await exchange.MissAccessesAsync(8, at - 7, default);
        Assert.Equal((at, 0L), (await MissingAsync(7), await MissingAsync(8)));
        await exchange.EraseAccessesAsync(Member(1), at, default);
        Assert.Equal([7], await IdsAsync(0, long.MaxValue, 10));
        Assert.Single((await exchange.ReadAccessesAsync(7, Member(2), 0, long.MaxValue, 10, default)).Accesses);

        async Task<IEnumerable<int>> IdsAsync(long from, long through, int most) =>
            (await exchange.ReadAccessesAsync(7, Member(1), from, through, most, default)).Accesses.Select(access => (int)access.DecisionId.Span[0]);

        async Task<long> MissingAsync(int edge) => (await exchange.ReadAccessesAsync(edge, Member(1), 0, long.MaxValue, 1, default)).MissingThrough;
    }

    protected override async Task SetTimeAsync(DateTimeOffset now)
    {
        Clock.Now = now;
        await SetServerTimeAsync(now);
    }

    protected override Task RemoveAsync() => Task.CompletedTask;

    [StoreFact]
    public async Task One_token_redeemed_at_three_edges_at_once_is_redeemed_once()
    {
        await using var second = await OpenEdgeAsync(await OptionsAsync());
        await using var third = await OpenEdgeAsync(await OptionsAsync());
        ILedger[] edges = [Ledger, second, third];

        for (var token = 1; token <= 10; token++)
        {
            var replies = await AtOnceAsync(48, i => edges[i % 3].ReplyAsync(Member(1), (token * 100) + i, Redeem((UInt128)token) with { Terms = Bike() with { NeedsHandover = false } }));
            Assert.Equal([$"AlreadyRedeemed {token}", $"Granted {token}"], replies.Distinct().Order());
            Assert.Single(replies, $"Granted {token}");
        }

        Assert.Equal(10, (await Ledger.ExportEntriesAsync(default, 100, default)).Entries.Length);
    }

    [StoreFact]
    public async Task One_request_asked_at_two_edges_at_once_is_kept_once_and_answered_alike()
    {
        await using var second = await OpenEdgeAsync(await OptionsAsync());
        ILedger[] edges = [Ledger, second];

        for (var request = 1; request <= 10; request++)
        {
            var replies = await AtOnceAsync(16, i => edges[i % 2].ReplyAsync(Member(request), request, new Begin(Bike(), Dock)));
            Assert.Equal(["Granted 1"], replies.Distinct());
        }

        Assert.Equal(10, (await second.ExportEntriesAsync(default, 100, default)).Entries.Length);
    }

    [StoreFact]
    public async Task One_item_goes_to_one_member_of_two_edges()
    {
        await using var second = await OpenEdgeAsync(await OptionsAsync());
        ILedger[] edges = [Ledger, second];

        for (var item = 1; item <= 10; item++)
        {
            var replies = await AtOnceAsync(16, i => edges[i % 2].ReplyAsync(Member((item * 100) + i), (item * 100) + i, new Begin(Bike($"bike-{item}"), Dock)));
            Assert.Single(replies, "Granted 1");
            Assert.Equal(15, replies.Count(reply => reply == $"ItemTaken  bike-{item}"));
        }
    }

    [StoreFact]
    public async Task Receipts_of_one_dock_at_two_edges_at_once_do_not_miss_each_other()
    {
        await using var second = await OpenEdgeAsync(await OptionsAsync());
        using var both = new CountdownEvent(2);
        var seen = new ReceiptNeighbours[2];

        await Task.WhenAll(SeeAsync(Ledger, 0), SeeAsync(second, 1));

        Assert.Single(seen, neighbours => neighbours.Before is not null || neighbours.After is not null);

        Task SeeAsync(ILedger ledger, int edge)
        {
            var receipt = new ReceiptSighting("dock-1", (uint)edge + 1, Noon, 7);
            var decided = false;
            return Task.Run(() => ledger.AppendAsync(
                Call(Member(edge + 1), Request(edge), Redeem((UInt128)edge)) with
                {
                    Receipt = receipt,
                    Decide = scene =>
                    {
                        seen[edge] = scene.Receipts;
                        if (!decided)
                        {
                            decided = true;
                            both.Signal();
                            both.Wait(TimeSpan.FromSeconds(5));
                        }

                        return LedgerVerdict.Unchanged([]) with { Seen = receipt };
                    },
                },
                default));
        }
    }

    [StoreFact]
    public async Task View_of_one_edge_follows_what_another_grants()
    {
        await using var second = await OpenEdgeAsync(await OptionsAsync());
        await Ledger.ReplyAsync(Member(1), 1, Redeem(7));

        var server = (await postgres.Cluster).Primary;
        await server.UntilAsync("the other edge has seen it", () => Task.FromResult(second.TryView(Member(1), out var record) && record.Grants.Length == 1));
        Assert.True(second.TryView(Member(2), out var empty));
        Assert.Same(MemberRecord.Empty, empty);
    }

    [StoreFact]
    public async Task Export_waits_for_a_transaction_under_way_and_skips_nothing_of_it()
    {
        await Ledger.ReplyAsync(Member(1), 1, Redeem(1));
        var first = await Ledger.ExportEntriesAsync(default, 100, default);
        await using var slow = new NpgsqlConnection((await postgres.Cluster).Primary.ConnectionString(_database!));
        await slow.OpenAsync();
        await new NpgsqlCommand("BEGIN; INSERT INTO ledger.entries (member, number, entry) SELECT member + 1, number, entry FROM ledger.entries", slow).ExecuteNonQueryAsync();
        await Ledger.ReplyAsync(Member(2), 2, Redeem(2));

        var during = await Ledger.ExportEntriesAsync(first.Next, 100, default);
        await new NpgsqlCommand("COMMIT", slow).ExecuteNonQueryAsync();
        var after = await Ledger.ExportEntriesAsync(during.Next, 100, default);

        Assert.Empty(during.Entries);
        Assert.Equal([LedgerKeys.Member(LedgerKeys.Number(Member(1)) + 1), Member(2)], after.Entries.Select(entry => entry.Member));
    }

    [StoreFact]
    public async Task Edge_may_not_change_what_happened_nor_the_schema()
    {
        await Ledger.ReplyAsync(Member(1), 1, Redeem(1));
        string[] forbidden =
        [
            "DELETE FROM ledger.entries", "UPDATE ledger.entries SET number = 2", "TRUNCATE ledger.entries", "DELETE FROM ledger.members",
            "DELETE FROM ledger.grants", "UPDATE ledger.totals SET grants = 0", "DROP TABLE ledger.items", "CREATE TABLE ledger.more (a int)",
            "SELECT set_config('ledger.erasing', 'on', false); DELETE FROM ledger.entries",
        ];

        foreach (var statement in forbidden)
        {
            var fault = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(Edge, statement));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, fault.SqlState);
        }

        Assert.Contains("append-only", (await Assert.ThrowsAsync<PostgresException>(() => RunAsync(Owner, "DELETE FROM ledger.entries"))).Message, StringComparison.Ordinal);
        Assert.Contains("append-only", (await Assert.ThrowsAsync<PostgresException>(() => RunAsync(Owner, "TRUNCATE ledger.entries"))).Message, StringComparison.Ordinal);
    }

    [StoreFact]
    public async Task Edge_whose_clock_is_years_ahead_or_behind_erases_nothing_early()
    {
        await SetTimeAsync(Noon);
        await Ledger.ReplyAsync(Member(1), 1, new Begin(Bike("bike-1") with { NeedsHandover = false }, Dock));
        await Ledger.ReplyAsync(Member(1), 2, new Return(1, "citybike", [], null, Dock));
        await using var behind = await OpenEdgeAsync(await OptionsAsync(), new SetClock(Noon.AddYears(-3)));
        await behind.ReplyAsync(Member(2), 3, new Begin(Bike("bike-2") with { NeedsHandover = false }, Dock), Noon.AddYears(-3));
        await behind.ReplyAsync(Member(2), 4, new Return(1, "citybike", [], null, Dock), Noon.AddYears(-3));
        await using var ahead = await OpenEdgeAsync(await OptionsAsync(), new SetClock(Noon.AddYears(5)));

        Assert.Equal(0, await ahead.EraseAsync(TimeSpan.FromDays(30), 10, default));
        Assert.Equal(0, await ahead.EraseAsync(TimeSpan.Zero, 10, default));
        await SetServerTimeAsync(Noon.AddDays(31));
        Assert.Equal(2, await ahead.EraseAsync(TimeSpan.FromDays(30), 10, default));
    }

    [StoreFact]
    public async Task Erasure_at_two_edges_at_once_ends_well_and_breaks_nobodys_connection()
    {
        await SetTimeAsync(Noon);
        await using var second = await OpenEdgeAsync(await OptionsAsync(), Clock);
        for (var i = 1; i <= 60; i++)
        {
            await Ledger.ReplyAsync(Member(i), i, new Begin(Bike($"bike-{i}") with { NeedsHandover = false }, Dock));
            await Ledger.ReplyAsync(Member(i), 100 + i, new Return(1, "citybike", [], null, Dock));
        }

        await SetTimeAsync(Noon.AddDays(100));
        var before = await ConnectionsAsync();
        var erased = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? Ledger : second).EraseAsync(TimeSpan.FromDays(50), 60, default))));

        Assert.Equal(60, erased.Sum());
        Assert.Subset(await ConnectionsAsync(), before);
    }

    [StoreFact]
    public async Task Answer_that_somebody_acts_on_waits_until_a_standby_has_what_it_saw()
    {
        var cluster = await PostgresCluster.StartAsync(syncsDisk: false);
        await using var ended = cluster;
        await cluster.CreateDatabaseAsync("ledger");
        var options = new PostgresOptions { Connection = cluster.Connection("ledger"), Owner = "postgres", CommitSeconds = 1 };
        await using var ledger = await OpenEdgeAsync(options);
        await ledger.ReplyAsync(Member(1), 1, Redeem(1));

        // A commit that no standby has, and that shows all the same: its session does not wait for one.
        await cluster.Standbys[0].StopAsync();
        var dock = Convert.ToHexString(LedgerKeys.OfTerminal("urn:dock-1"));
        await cluster.Primary.RunAsync($"SET synchronous_commit = local; INSERT INTO ledger.claims VALUES ('\\x{dock}', 7)", "ledger");

        await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.ReadClaimPositionAsync("urn:dock-1", default));
        await cluster.Primary.UntilAsync("lists are shown all the same", () => IsShownAsync(ledger));
        await cluster.Standbys[0].StartAsync();
        await cluster.Primary.UntilAsync("it answers again", () => Task.FromResult(ledger.Health.Usable));
        Assert.Equal(7, await ledger.ReadClaimPositionAsync("urn:dock-1", default));
    }

    [StoreFact]
    public async Task Database_that_must_not_be_used_is_refused_with_the_reason()
    {
        var options = await OptionsAsync();
        await RunAsync(Owner, "INSERT INTO ledger.schema_version VALUES (99)");
        Assert.Equal(LedgerFault.NewerSchema, await OpeningFaultAsync(options));
        await RunAsync(Owner, "DELETE FROM ledger.schema_version");
        Assert.Equal(LedgerFault.NoSchema, await OpeningFaultAsync(options with { Owner = null }));
        Assert.Equal(LedgerFault.NoSchema, await OpeningFaultAsync(options with { Owner = null, Schema = "elsewhere" }));
        Assert.Equal(LedgerFault.Denied, await OpeningFaultAsync(options with { Connection = options.Connection.Replace(_database!, "missing", StringComparison.Ordinal) }));
        Assert.Equal(LedgerFault.Denied, await OpeningFaultAsync(options with { Connection = options.Connection.Replace(Edge, "nobody_known", StringComparison.Ordinal) }));
    }

    [StoreFact]
    public async Task Database_without_a_standby_that_confirms_is_refused_unless_that_is_allowed()
    {
        await using var alone = await PostgresCluster.StartAsync(standbys: 0, syncsDisk: false);
        await alone.CreateDatabaseAsync("ledger");
        var options = new PostgresOptions { Connection = alone.Connection("ledger"), Owner = "postgres" };

        Assert.Equal(LedgerFault.NotReplicated, await OpeningFaultAsync(options));
        await using var allowed = await OpenEdgeAsync(options with { SingleNode = true });
        Assert.Equal("Granted 1", await allowed.ReplyAsync(Member(1), 1, Redeem(1)));
    }

    [StoreFact]
    public void Settings_that_cannot_be_are_told_and_no_password_is_taken_from_them()
    {
        var password = new NpgsqlConnectionStringBuilder { Host = "db", Database = "d", Username = "u", Password = "p" }.ConnectionString;
        Assert.Contains("must not hold the password", Assert.Single(PostgresSettings.FaultsOf(new PostgresOptions { Connection = password })), StringComparison.Ordinal);
        Assert.Contains("must name", Assert.Single(PostgresSettings.FaultsOf(new PostgresOptions { Connection = "Host=db" })), StringComparison.Ordinal);
        Assert.Contains("is not a", Assert.Single(PostgresSettings.FaultsOf(new PostgresOptions { Connection = "nonsense" })), StringComparison.Ordinal);
        Assert.Equal(
            [("a", 5432), ("b", 6000), ("::1", 7000)],
            PostgresSettings.OfServers(new PostgresOptions { Connection = "Host=a,b:6000,[::1]:7000;Database=d;Username=u" })
                .Select(text => new NpgsqlConnectionStringBuilder(text)).Select(one => (one.Host!.Trim('[', ']'), one.Port)));
    }

    private Task SetServerTimeAsync(DateTimeOffset now) => RunAsync(
        Owner, $"CREATE OR REPLACE FUNCTION ledger.server_time() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT timestamptz '{now:yyyy-MM-dd HH:mm:ss}+00' $$");

    private static async Task<PostgresLedger> OpenEdgeAsync(PostgresOptions options, TimeProvider? clock = null) =>
        await PostgresLedger.OpenAsync(new LedgerOptions(), options, clock ?? new SetClock(Noon), NullLogger.Instance);

    private static async Task<LedgerFault> OpeningFaultAsync(PostgresOptions options)
    {
        try
        {
            await using var ledger = await OpenEdgeAsync(options);
            return ledger.Health.Fault;
        }
        catch (LedgerUnavailableException fault)
        {
            return fault.Fault;
        }
    }

    private static async Task<bool> IsShownAsync(PostgresLedger ledger)
    {
        try
        {
            return (await ledger.ListGrantsAsync(new GrantFilter { Now = Noon }, null, 10, default)).Grants.Length == 1;
        }
        catch (LedgerUnavailableException)
        {
            return false;
        }
    }

    /// <summary>The server's processes that serve edges.</summary>
    private async Task<HashSet<int>> ConnectionsAsync()
    {
        await using var connection = new NpgsqlConnection((await postgres.Cluster).Primary.ConnectionString(_database!));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT pid FROM pg_stat_activity WHERE datname = '{_database}' AND application_name = 'edge-ledger'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var processes = new HashSet<int>();
        while (await reader.ReadAsync())
        {
            processes.Add(reader.GetInt32(0));
        }

        return processes;
    }

    private async Task RunAsync(string user, string statement)
    {
        await using var connection = new NpgsqlConnection((await postgres.Cluster).Primary.ConnectionString(_database!, user));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<PostgresOptions> OptionsAsync()
    {
        var cluster = await postgres.Cluster;
        if (_database is null)
        {
            _database = await postgres.NewDatabaseAsync();
            await cluster.Primary.RunAsync($"""
                DO $$ BEGIN
                    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{Owner}') THEN
                        CREATE ROLE edge_ledger NOLOGIN;
                        CREATE ROLE {Owner} LOGIN;
                        CREATE ROLE {Edge} LOGIN IN ROLE edge_ledger;
                    END IF;
                END $$;
                GRANT CREATE ON DATABASE {_database} TO {Owner};
                """);
        }

        return new PostgresOptions { Connection = cluster.Connection(_database, Edge), Owner = Owner };
    }
}
