using System.Collections.Immutable;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Npgsql;
using NpgsqlTypes;

namespace EdgeService.Ledger;

/// <summary>What is read outside of decisions: each question one statement on a connection of its own.</summary>
internal static class PostgresReading
{
    public static Task<MemberRecord?> RecordAsync(NpgsqlConnection connection, MemberKey member) => OneAsync(
        connection, "SELECT record FROM members WHERE member = $1", row => LedgerEncoding.ReadRecord(row.GetFieldValue<byte[]>(0)), LedgerKeys.Number(member));

    public static async Task<ItemHolder?> HolderAsync(NpgsqlConnection connection, ItemRef item)
    {
        var found = await AllAsync(
            connection,
            "SELECT member, number, until FROM items WHERE item = $1",
            row => new ItemHolder(LedgerKeys.Member(row.GetInt64(0)), row.GetInt64(1), GrantRow.Time(row.GetInt64(2))),
            LedgerKeys.Of(item));
        return found.Count > 0 ? found[0] : null;
    }

    public static async Task<IReadOnlyList<LedgerEntry>> EntriesAsync(NpgsqlConnection connection, MemberKey member, long grant) => await AllAsync(
        connection,
        "SELECT entry FROM entries WHERE member = $1 AND number = $2 ORDER BY seq",
        row => LedgerEncoding.ReadEntry(row.GetFieldValue<byte[]>(0)),
        LedgerKeys.Number(member),
        grant);

    public static async Task<long> ClaimAsync(NpgsqlConnection connection, string terminal)
    {
        var found = await AllAsync(connection, "SELECT position FROM claims WHERE terminal = $1", row => row.GetInt64(0), LedgerKeys.OfTerminal(terminal));
        return found.Count > 0 ? found[0] : 0;
    }

    public static async Task<IReadOnlyList<GrantTotal>> TotalsAsync(NpgsqlConnection connection) => await AllAsync(
        connection,
        "SELECT month, partner, venue, perk, state, grants, units FROM totals ORDER BY month, partner, venue, perk, state",
        row => new GrantTotal(
            row.GetInt32(0), row.GetString(1), row.GetString(2), row.GetString(3), (GrantState)row.GetInt32(4), row.GetInt64(5), row.GetInt64(6)));

    public static async Task<List<FaultyClaim>> FaultyAsync(NpgsqlConnection connection, FaultyClaimListing listing)
    {
        await using var command = new NpgsqlCommand(listing.Text, connection);
        foreach (var (name, value) in listing.Parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return await ReadAsync(command, row => FaultyClaimRow.Read(row));
    }

    public static async Task<List<(GrantCursor At, byte[] Entry)>> GrantsAsync(NpgsqlConnection connection, GrantListing listing)
    {
        await using var command = new NpgsqlCommand(listing.Text, connection);
        foreach (var (name, value) in listing.Parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return await ReadAsync(command, row => (
            new GrantCursor(row.GetInt64(0), LedgerKeys.Member(row.GetInt64(1)), row.GetInt64(2)), row.GetFieldValue<byte[]>(3)));
    }

    /// <summary>
    /// Entries of transactions that ended before any that still runs began: one that runs may yet bring an entry of its own, lower number, and
    /// would be skipped for ever by a cursor that had gone past it.
    /// </summary>
    public static async Task<EntryPage> ExportAsync(NpgsqlConnection connection, EntryCursor after, int most)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT tx, seq, member, entry FROM entries
            WHERE (tx, seq) > ($1, $2) AND tx < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY tx, seq LIMIT $3
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter { Value = after.Transaction, NpgsqlDbType = NpgsqlDbType.Xid8 });
        command.Parameters.Add(new NpgsqlParameter { Value = after.Sequence });
        command.Parameters.Add(new NpgsqlParameter { Value = (long)most + 1 });
        var rows = await ReadAsync(command, row => new ExportedEntry(
            LedgerKeys.Member(row.GetInt64(2)),
            LedgerEncoding.ReadEntry(row.GetFieldValue<byte[]>(3)),
            new EntryCursor(row.GetFieldValue<ulong>(0), row.GetInt64(1))));
        var page = rows.Take(most).ToImmutableArray();
        return new EntryPage(page, page.IsEmpty ? after : page[^1].Cursor, rows.Count > most);
    }

    public static async Task<IReadOnlyList<RevokedPlace>> RevokedPlacesAsync(NpgsqlConnection connection, DateTimeOffset now) => await AllAsync(
        connection,
        "SELECT signer, place, until FROM revocations WHERE until > $1",
        row => new RevokedPlace(new((ulong)row.GetInt64(0)), (uint)row.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2))),
        now.ToUnixTimeMilliseconds());

    private static async Task<T?> OneAsync<T>(NpgsqlConnection connection, string text, Func<NpgsqlDataReader, T> read, params object[] values)
        where T : class => (await AllAsync(connection, text, read, values)).FirstOrDefault();

    public static async Task<List<T>> AllAsync<T>(NpgsqlConnection connection, string text, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        await using var command = new NpgsqlCommand(text, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return await ReadAsync(command, read);
    }

    private static async Task<List<T>> ReadAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> read)
    {
        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
