using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Microsoft.Data.Sqlite;

namespace EdgeService.Tests.Proof;

/// <summary>Reads the file of an embedded ledger that no process holds.</summary>
internal static class SqliteContent
{
    public static async Task<LedgerContent> ReadAsync(string path)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        return new LedgerContent(
            await ReadAsync(connection, "SELECT member, entry FROM entries ORDER BY seq", row => (KeyAt(row), EntryAt(row))),
            await ReadAsync(connection, "SELECT member, number FROM items", row => (KeyAt(row), row.GetInt64(1))));
    }

    private static async Task<IReadOnlyList<T>> ReadAsync<T>(SqliteConnection connection, string query, Func<SqliteDataReader, T> read)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var rows = await command.ExecuteReaderAsync();
        var all = new List<T>();
        while (await rows.ReadAsync())
            all.Add(read(rows));
        return all;
    }

    private static LedgerEntry EntryAt(SqliteDataReader row) => LedgerEncoding.ReadEntry(row.GetFieldValue<byte[]>(1));

    private static MemberKey KeyAt(SqliteDataReader row) => new(unchecked((ulong)row.GetInt64(0)));
}
