using EdgeService.Core.Members;
using Npgsql;
using NpgsqlTypes;

namespace EdgeService.Ledger;

/// <summary>Who asked about members, at all edges together.</summary>
internal static class PostgresAccesses
{
    private const string Tell = "SELECT DISTINCT at, decision FROM accesses WHERE member = $1 AND at BETWEEN $2 AND $3 ORDER BY at DESC, decision LIMIT $4";
    private const string Gap = "SELECT coalesce(max(missing), 0) FROM access_edges WHERE edge <> $1";

    private const string Reach =
        "INSERT INTO access_edges AS e VALUES ($1, $2, $3) ON CONFLICT (edge) DO UPDATE SET through = greatest(e.through, EXCLUDED.through), missing = greatest(e.missing, EXCLUDED.missing)";

    /// <summary>Adds them in one transaction that waits for no disk.</summary>
    public static async Task KeepAsync(NpgsqlConnection connection, int edge, IEnumerable<SharedAccess> accesses)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var (today, through) = (await TodayAsync(connection), 0L);
        await using (var rows = await connection.BeginBinaryImportAsync("COPY accesses (member, at, edge, came, decision) FROM STDIN (FORMAT BINARY)"))
        {
            foreach (var access in accesses)
            {
                through = Math.Max(through, access.At);
                await rows.StartRowAsync();
                await rows.WriteAsync(LedgerKeys.Number(access.Member), NpgsqlDbType.Bigint);
                await rows.WriteAsync(access.At, NpgsqlDbType.Bigint);
                await rows.WriteAsync(edge, NpgsqlDbType.Integer);
                await rows.WriteAsync(today, NpgsqlDbType.Date);
                await rows.WriteAsync(access.DecisionId, NpgsqlDbType.Bytea);
            }

            await rows.CompleteAsync();
        }

        await RunAsync(connection, Reach, edge, through, 0L);
        await transaction.CommitAsync();
    }

    public static async Task<SharedAccessList> ReadAsync(NpgsqlConnection connection, int edge, MemberKey member, long from, long through, int most)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(Tell, LedgerKeys.Number(member), from, through, (long)most), Command(Gap, edge) } };
        await using var reader = await batch.ExecuteReaderAsync();
        var accesses = new List<SharedAccess>();
        while (await reader.ReadAsync())
            accesses.Add(new(member, reader.GetInt64(0), reader.GetFieldValue<byte[]>(1)));
        await reader.NextResultAsync();
        await reader.ReadAsync();
        return new(accesses, reader.GetInt64(0));
    }

    public static Task<int> EraseAsync(NpgsqlConnection connection, MemberKey member, long through) =>
        RunAsync(connection, "DELETE FROM accesses WHERE member = $1 AND at <= $2", LedgerKeys.Number(member), through);

    public static Task<int> MissAsync(NpgsqlConnection connection, int edge, long through) => RunAsync(connection, Reach, edge, 0L, through);

    public static async Task<long> ThroughAsync(NpgsqlConnection connection, int edge)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command("SELECT coalesce(max(through), 0) FROM access_edges WHERE edge = $1", edge) } };
        return (long)(await batch.ExecuteScalarAsync())!;
    }

    public static Task<int> TendAsync(NpgsqlConnection connection, TimeSpan retention) =>
        RunAsync(connection, "SELECT tend_accesses($1)", (long)retention.TotalMilliseconds);

    /// <summary>The server's day, by which rows are parted; given with each row, since a default of its own makes the server take one row at a time.</summary>
    private static async Task<DateOnly> TodayAsync(NpgsqlConnection connection)
    {
        const string text = "SELECT (server_time() AT TIME ZONE 'UTC')::date, set_config('synchronous_commit', 'off', true)";
        await using var command = new NpgsqlCommand(text, connection);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        return row.GetFieldValue<DateOnly>(0);
    }

    private static async Task<int> RunAsync(NpgsqlConnection connection, string text, params object[] values)
    {
        await using var batch = new NpgsqlBatch(connection) { BatchCommands = { Command(text, values) } };
        return await batch.ExecuteNonQueryAsync();
    }

    private static NpgsqlBatchCommand Command(string text, params object[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        return command;
    }
}
