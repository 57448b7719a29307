using Npgsql;

namespace EdgeService.Ledger;

/// <summary>What the ledger in PostgreSQL knows of the member secret and of former keys.</summary>
internal static class PostgresSecret
{
    /// <summary>First half of the lock that every connection of an edge shares and a re-keying has alone; the other half is the schema's.</summary>
    private const int Lock = 0x50454C48;

    /// <summary>Takes a share of the lock for as long as the connection lives.</summary>
    /// <exception cref="LedgerUnavailableException">The ledger is being re-keyed.</exception>
    public static async Task ShareAsync(NpgsqlConnection connection)
    {
        if (!await AskAsync(connection, $"SELECT pg_try_advisory_lock_shared({Lock}, hashtext(current_setting('search_path')))"))
            throw new LedgerUnavailableException(LedgerFault.Rekeying);
    }

    /// <summary>Takes the lock alone for as long as the connection lives; false while any edge is connected.</summary>
    public static Task<bool> TakeAloneAsync(NpgsqlConnection connection, string schema) =>
        AskAsync(connection, $"SELECT pg_try_advisory_lock({Lock}, hashtext('{schema}'))");

    /// <summary>The secret that the ledger stands under; null for one that no edge has opened since it can know.</summary>
    public static async Task<LedgerSecret?> ReadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("SELECT version, secret_check FROM member_secret", connection);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? new LedgerSecret(row.GetInt32(0), unchecked((ulong)row.GetInt64(1))) : null;
    }

    /// <exception cref="LedgerUnavailableException">The ledger stands under another one.</exception>
    public static async Task SettleAsync(NpgsqlConnection connection, LedgerSecret own)
    {
        if (await ReadAsync(connection) is not { } ledgers)
        {
            await using var command = new NpgsqlCommand("INSERT INTO member_secret (one, version, secret_check) VALUES (1, $1, $2) ON CONFLICT DO NOTHING", connection);
            command.Parameters.Add(new NpgsqlParameter { Value = own.Version });
            command.Parameters.Add(new NpgsqlParameter { Value = unchecked((long)own.Check) });
            await command.ExecuteNonQueryAsync();
            ledgers = (await ReadAsync(connection))!; // Another edge may have been faster.
        }

        own.Require(ledgers);
    }

    public static async Task<IReadOnlyList<FormerKeyRow>> FormerKeysAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(FormerKeyRows.Read, connection) { CommandTimeout = 0 };
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<FormerKeyRow>();
        while (await row.ReadAsync())
            rows.Add(FormerKeyRows.Of(row));
        return rows;
    }

    public static async Task<FormerKeySweep> LetGoAsync(NpgsqlConnection connection, TimeSpan kept, UInt128 after, int most)
    {
        var (last, rows) = await StretchAsync(connection, after, most);
        if (last is null)
            return default;
        var text = FormerKeyRows.LetGo.Replace("@before", "(SELECT floor(extract(epoch FROM erased_before(@kept)) * 1000)::bigint)", StringComparison.Ordinal);
        var letGo = await RunAsync(connection, text, ("after", FormerKeyRows.Write(after)), ("last", last), ("kept", (long)kept.TotalMilliseconds));
        return FormerKeyRows.SweepOf(letGo, last, rows, most);
    }

    public static Task<int> LetGoOfAsync(NpgsqlConnection connection, long member) => RunAsync(connection, FormerKeyRows.LetGoOf, ("member", member));

    private static async Task<(byte[]? Last, long Rows)> StretchAsync(NpgsqlConnection connection, UInt128 after, int most)
    {
        await using var command = new NpgsqlCommand(FormerKeyRows.Stretch, connection);
        command.Parameters.AddWithValue("after", FormerKeyRows.Write(after));
        command.Parameters.AddWithValue("most", most);
        await using var row = await command.ExecuteReaderAsync();
        return await row.ReadAsync() ? (row.GetFieldValue<byte[]>(0), row.GetInt64(1)) : (null, 0);
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string text, params (string Name, object Value)[] parameters)
    {
        await using var command = new NpgsqlCommand(text, connection);
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return await command.ExecuteNonQueryAsync();
    }

    private static async Task<bool> AskAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
