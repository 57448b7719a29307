using Npgsql;

namespace EdgeService.Ledger;

/// <summary>
/// The edges that share the database. What one says of itself waits for no standby: losing it loses nothing, and an edge must not hang on it.
/// </summary>
internal static class PostgresEdges
{
    private const string Clock = "(extract(epoch from clock_timestamp()) * 1000)::bigint";

    private const string Say =
        $"INSERT INTO edges VALUES ($1, $2, $3, $4, $5, $6, {Clock}) ON CONFLICT (number) DO UPDATE SET " +
        "version = EXCLUDED.version, started = EXCLUDED.started, snapshot = EXCLUDED.snapshot, as_of = EXCLUDED.as_of, catalog = EXCLUDED.catalog, heard = EXCLUDED.heard";

    private const string Hear =
        $"SELECT number, version, started, snapshot, as_of, catalog, {Clock} - heard FROM edges WHERE heard > {Clock} - $1 ORDER BY number LIMIT $2";

    /// <summary>Who was silent for longer is forgotten.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(7);

    public static async Task<IReadOnlyList<HeardEdge>> MeetAsync(NpgsqlConnection connection, EdgeSign own)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('synchronous_commit', 'off', true)"));
        batch.BatchCommands.Add(Command(
            Say, own.Number, own.Version, own.StartedAt.ToUnixTimeMilliseconds(), own.SnapshotRevision, own.AsOf.ToUnixTimeMilliseconds(), own.CatalogRevision));
        batch.BatchCommands.Add(Command(Hear, (long)Remembered.TotalMilliseconds, (long)LedgerPages.Largest));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync(); // The first row is that of set_config.
        var heard = new List<HeardEdge>();
        while (await reader.ReadAsync())
        {
            var sign = new EdgeSign(reader.GetInt32(0), reader.GetString(1), Time(reader.GetInt64(2)), reader.GetInt64(3), Time(reader.GetInt64(4)), reader.GetInt64(5));
            heard.Add(new HeardEdge(sign, TimeSpan.FromMilliseconds(Math.Max(0, reader.GetInt64(6)))));
        }

        return heard;
    }

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static NpgsqlBatchCommand Command(string text, params object[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
