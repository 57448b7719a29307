using System.Data.Common;
using System.Diagnostics;
using Npgsql;
using NpgsqlTypes;

namespace EdgeService.Ledger;

/// <summary>The ledger in PostgreSQL, as its owner, while no edge is connected.</summary>
internal sealed class PostgresRekeyingStore : RekeyingStore
{
    private readonly NpgsqlConnection _connection;

    private PostgresRekeyingStore(NpgsqlConnection connection) => _connection = connection;

    public override DbConnection Connection => _connection;

    public override LedgerSecret? Secret => PostgresSecret.ReadAsync(_connection).GetAwaiter().GetResult();

    /// <exception cref="LedgerUnavailableException">An edge is connected, or the database cannot be used.</exception>
    /// <param name="options">Where it is, and who its owner is.</param>
    /// <param name="patience">How long to wait for the server to notice that edges are gone; by default five seconds.</param>
    public static async Task<PostgresRekeyingStore> OpenAsync(PostgresOptions options, TimeSpan? patience = null)
    {
        try
        {
            var owner = PostgresSettings.AsOwner(await PrimaryAsync(options), options);
            await PostgresSchema.MigrateAsync(owner, options.Schema);
            var store = new PostgresRekeyingStore(new NpgsqlConnection(owner));
            await store._connection.OpenAsync();
            store.Run($"SET search_path = {options.Schema}, pg_temp; SET synchronous_commit = on");
            for (var began = Stopwatch.GetTimestamp(); ; await Task.Delay(TimeSpan.FromMilliseconds(100)))
            {
                if (await PostgresSecret.TakeAloneAsync(store._connection, options.Schema))
                    return store;
                if (Stopwatch.GetElapsedTime(began) >= (patience ?? TimeSpan.FromSeconds(5)))
                    break;
            }

            store.Dispose();
            throw new LedgerUnavailableException(LedgerFault.HeldElsewhere) { Detail = "edges are connected to it. Stop every one of them." };
        }
        catch (Exception fault) when (PostgresFault.IsStores(fault))
        {
            throw PostgresFault.Unavailable(fault);
        }
    }

    public override void Begin() => Run("BEGIN; SET LOCAL ledger.rekeying = 'on'");

    public override long Load(IEnumerable<RekeyedMember> members)
    {
        Run("CREATE TEMP TABLE given (before_key bigint NOT NULL, after_key bigint NOT NULL, tag_key bigint NOT NULL, tag_check bigint NOT NULL, sealed bytea NOT NULL) ON COMMIT DROP");
        var given = 0L;
        using (var rows = _connection.BeginBinaryImport("COPY given (before_key, after_key, tag_key, tag_check, sealed) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var member in members)
            {
                rows.StartRow();
                rows.Write(LedgerKeys.Number(member.Before), NpgsqlDbType.Bigint);
                rows.Write(LedgerKeys.Number(member.After), NpgsqlDbType.Bigint);
                rows.Write(LedgerKeys.Number(member.Tag.Key), NpgsqlDbType.Bigint);
                rows.Write(unchecked((long)member.Tag.Check), NpgsqlDbType.Bigint);
                rows.Write(FormerKeyRows.Write(member.Former), NpgsqlDbType.Bytea);
                given++;
            }

            rows.Complete();
        }

        Run("INSERT INTO incoming (before_key, after_key, tag_key, tag_check, sealed) SELECT before_key, after_key, tag_key, tag_check, sealed FROM given ON CONFLICT DO NOTHING");
        Run("DROP TABLE given; ANALYZE incoming");
        return given;
    }

    /// <summary>
    /// What was asked about people who are no members goes, and so begins anew; so does who asked about members of whom no former key is kept, since
    /// nothing opens the decision ids, and members are told that something is missing.
    /// </summary>
    public override void RewritePassing(bool knownOnly)
    {
        var nobodys = $"NOT EXISTS (SELECT FROM incoming i{(knownOnly ? " JOIN known k ON k.member = i.before_key" : "")} WHERE i.before_key = t.member)";
        Run($"INSERT INTO access_edges AS e SELECT -1, 0, max(t.at) FROM accesses t WHERE {nobodys} HAVING count(*) > 0 ON CONFLICT (edge) DO UPDATE SET missing = greatest(e.missing, EXCLUDED.missing)");
        foreach (var table in new[] { "asked_perks", "accesses" })
        {
            Run($"DELETE FROM {table} AS t WHERE {nobodys}");
            Run($"UPDATE {table} AS t SET member = i.after_key FROM incoming i WHERE i.before_key = t.member");
        }
    }

    public override void Commit() => Run("COMMIT");

    /// <summary>What was not committed is undone.</summary>
    public override void Dispose() => _connection.Dispose();

    private static async Task<string> PrimaryAsync(PostgresOptions options)
    {
        Exception? last = null;
        foreach (var server in PostgresSettings.OfServers(options))
        {
            try
            {
                await using var connection = new NpgsqlConnection(PostgresSettings.AsOwner(server, options));
                await connection.OpenAsync();
                await using var command = new NpgsqlCommand("SELECT pg_is_in_recovery()", connection);
                if (await command.ExecuteScalarAsync() is false)
                    return server;
            }
            catch (Exception fault) when (PostgresFault.IsStores(fault))
            {
                last = fault;
            }
        }

        throw new LedgerUnavailableException(last is null ? LedgerFault.ReadOnly : PostgresFault.Of(last), last);
    }
}
