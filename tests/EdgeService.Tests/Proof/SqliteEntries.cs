using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Microsoft.Data.Sqlite;

namespace EdgeService.Tests.Proof;

/// <summary>Reads the entries of an embedded ledger that no process holds, around the service's own code for it.</summary>
internal static class SqliteEntries
{
    public static async Task<IReadOnlyList<(MemberKey Member, LedgerEntry Entry)>> ReadAsync(string path)
    {
        await using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT member, entry FROM entries ORDER BY seq";
        await using var rows = await command.ExecuteReaderAsync();
        var entries = new List<(MemberKey, LedgerEntry)>();
        while (await rows.ReadAsync())
            entries.Add((new MemberKey(unchecked((ulong)rows.GetInt64(0))), LedgerEncoding.ReadEntry(rows.GetFieldValue<byte[]>(1))));
        return entries;
    }
}
