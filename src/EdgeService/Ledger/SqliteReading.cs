using System.Collections.Immutable;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>What operators read of the embedded ledger: seldom enough that the driver's own commands will do.</summary>
internal static class SqliteReading
{
    public static List<(GrantCursor At, byte[] Entry)> Grants(SqliteConnection connection, GrantListing listing)
    {
        using var command = connection.CreateCommand();
        command.CommandText = listing.Text;
        foreach (var (name, value) in listing.Parameters)
        {
            command.Parameters.AddWithValue("@" + name, value);
        }

        var rows = new List<(GrantCursor, byte[])>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add((new GrantCursor(reader.GetInt64(0), LedgerKeys.Member(reader.GetInt64(1)), reader.GetInt64(2)), reader.GetFieldValue<byte[]>(3)));
        }

        return rows;
    }

    public static IReadOnlyList<LedgerEntry> EntriesOf(SqliteConnection connection, MemberKey member, long grant)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT entry FROM entries WHERE member = @member AND number = @number ORDER BY seq";
        command.Parameters.AddWithValue("@member", LedgerKeys.Number(member));
        command.Parameters.AddWithValue("@number", grant);
        var entries = new List<LedgerEntry>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            entries.Add(LedgerEncoding.ReadEntry(reader.GetFieldValue<byte[]>(0)));
        }

        return entries;
    }

    public static List<(long Sequence, long Member, byte[] Entry)> Entries(SqliteConnection connection, long after, int most)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT seq, member, entry FROM entries WHERE seq > @after ORDER BY seq LIMIT @most";
        command.Parameters.AddWithValue("@after", after);
        command.Parameters.AddWithValue("@most", most);
        var rows = new List<(long, long, byte[])>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2)));
        }

        return rows;
    }

    public static EntryPage PageOf(List<(long Sequence, long Member, byte[] Entry)> rows, EntryCursor after, int most)
    {
        var entries = rows.Take(most).Select(row => new ExportedEntry(
            LedgerKeys.Member(row.Member), LedgerEncoding.ReadEntry(row.Entry), new EntryCursor(0, row.Sequence))).ToImmutableArray();
        return new EntryPage(entries, entries.IsEmpty ? after : entries[^1].Cursor, rows.Count > most);
    }

    public static IReadOnlyList<RevokedPlace> RevokedPlaces(SqliteConnection connection, DateTimeOffset now)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT signer, place, until FROM revocations WHERE until > @now";
        command.Parameters.AddWithValue("@now", now.ToUnixTimeMilliseconds());
        var places = new List<RevokedPlace>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            places.Add(new RevokedPlace(new((ulong)reader.GetInt64(0)), (uint)reader.GetInt64(1), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(2))));
        }

        return places;
    }

    public static IReadOnlyList<GrantTotal> Totals(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT month, partner, venue, perk, state, grants, units FROM totals ORDER BY month, partner, venue, perk, state";
        var totals = new List<GrantTotal>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            totals.Add(new GrantTotal(
                reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), (GrantState)reader.GetInt32(4), reader.GetInt64(5), reader.GetInt64(6)));
        }

        return totals;
    }
}
