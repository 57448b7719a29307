using EdgeService.Core.Registration;
using EdgeService.Ledger;
using EdgeService.TestNeeds;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>The register's suite on PostgreSQL, and what only edges that share it can do.</summary>
[StoreNeeds(FactNeedsAttribute.PostgreSql)]
public sealed class PostgresTerminalRegisterTests(SharedPostgres postgres) : TerminalRegisterSuite, IClassFixture<SharedPostgres>
{
    private const string Owner = "register_owner";
    private const string Edge = "register_edge";
    private readonly List<PostgresLedger> _edges = [];
    private string? _database;

    public override async Task DisposeAsync()
    {
        foreach (var edge in _edges)
            await edge.DisposeAsync();
        _edges.Clear();
    }

    protected override async Task<ITerminalRegister> OpenAsync()
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

        var options = new PostgresOptions { Connection = cluster.Connection(_database, Edge), Owner = Owner };
        var edge = await PostgresLedger.OpenAsync(new LedgerOptions(), options, Clock, NullLogger.Instance);
        _edges.Add(edge);
        await cluster.Primary.UntilAsync("the edge is ready", () => Task.FromResult(edge.Health.Usable));
        return edge.Terminals;
    }

    [StoreFact]
    public async Task First_changes_of_a_terminal_at_two_edges_at_once_are_both_kept()
    {
        var other = await OpenAsync();
        for (var round = 0; round < 10; round++)
        {
            var urn = $"urn:perks:terminal:citybike:central-park:dock-{round}";
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? Register : other).ChangeAsync(
                Call((round * 8) + i + 1, urn, before => new RegisterVerdict(Registering.Apply(before, new RevokeCertificate(Kiosk, $"A{i}", "all"), Noon), [1])), default))));
            Assert.Equal((8L, 8), ((await other.ReadAsync(urn, default))!.Terminal.Version, (await Register.ReadHistoryAsync(urn, 100, default)).Count));
        }
    }

    [StoreFact]
    public async Task Change_of_a_transaction_that_ends_after_a_look_is_found_by_the_next()
    {
        var before = await Register.ReadChangesAsync(0, Noon, default);
        await using var slow = new NpgsqlConnection((await postgres.Cluster).Primary.ConnectionString(_database!));
        await slow.OpenAsync();
        await new NpgsqlCommand($"BEGIN; INSERT INTO ledger.terminals (urn, version, state, others) VALUES ('{Dock}', 1, 2, 0)", slow).ExecuteNonQueryAsync();
        await DoAsync(1, Kiosk, new SuspendTerminal(Kiosk, "odd"));
        var during = await Register.ReadChangesAsync(before.Next, Noon, default);
        await new NpgsqlCommand("COMMIT", slow).ExecuteNonQueryAsync();
        var after = await Register.ReadChangesAsync(during.Next, Noon, default);
        Assert.Equal([Kiosk], during.Terminals.Select(terminal => terminal.Urn));
        Assert.Contains(Dock, after.Terminals.Select(terminal => terminal.Urn));
    }

    [StoreFact]
    public async Task Edge_may_not_change_what_was_done()
    {
        await DoAsync(1, Dock, new SuspendTerminal(Kiosk, "odd"));
        foreach (var statement in new[] { "DELETE FROM ledger.terminal_events", "UPDATE ledger.terminal_events SET reason = ''", "DELETE FROM ledger.terminals", "DELETE FROM ledger.certificates" })
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => RunAsync(Edge, statement))).SqlState);
        foreach (var statement in new[] { "DELETE FROM ledger.terminal_events", "TRUNCATE ledger.terminal_events" })
            Assert.Contains("append-only", (await Assert.ThrowsAsync<PostgresException>(() => RunAsync(Owner, statement))).Message, StringComparison.Ordinal);
    }

    private async Task RunAsync(string user, string statement)
    {
        await using var connection = new NpgsqlConnection((await postgres.Cluster).Primary.ConnectionString(_database!, user));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }
}
