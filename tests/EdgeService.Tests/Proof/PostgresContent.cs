using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Npgsql;

namespace EdgeService.Tests.Proof;

/// <summary>Reads the tables of a ledger on PostgreSQL.</summary>
internal static class PostgresContent
{
    public static async Task<LedgerContent> ReadAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return new LedgerContent(
            await ReadAsync(connection, "SELECT member, entry FROM ledger.entries ORDER BY tx, seq", row => (KeyAt(row), EntryAt(row))),
            await ReadAsync(connection, "SELECT member, number FROM ledger.items", row => (KeyAt(row), row.GetInt64(1))));
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(NpgsqlConnection connection, string query, Func<NpgsqlDataReader, T> read)
    {
        await using var command = new NpgsqlCommand(query, connection);
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync())
            all.Add(read(rows));
        return all;
    }

    private static LedgerEntry EntryAt(NpgsqlDataReader row) => LedgerEncoding.ReadEntry(row.GetFieldValue<byte[]>(1));

    private static MemberKey KeyAt(NpgsqlDataReader row) => new(unchecked((ulong)row.GetInt64(0)));
}
