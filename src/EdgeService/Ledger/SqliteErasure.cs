using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>Erases grants past their retention, within the open transaction.</summary>
internal static class SqliteErasure
{
    private const string Count = """
        INSERT INTO totals (month, partner, venue, perk, state, grants, units)
        SELECT CAST(strftime('%Y%m', opened / 1000, 'unixepoch') AS INTEGER), partner, venue, perk, ends_as, 1, units FROM grants
        WHERE member = @member AND number = @number
        ON CONFLICT (month, partner, venue, perk, state) DO UPDATE SET grants = grants + 1, units = units + excluded.units
        """;

    /// <summary>Who held an item so long ago is remembered no more; who lost it, as long as the grant.</summary>
    private const string Holds = """
        DELETE FROM items WHERE (until < @before AND until > 0)
            OR (until = 0 AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.member = items.member AND g.number = items.number))
        """;

    /// <summary>Erases up to <paramref name="most"/> of each kind; grants that a record still answers for stay.</summary>
    public static int Run(SqliteAppend append, SqliteStatements statements, TimeSpan retention, int most)
    {
        var settledBefore = append.At - retention;
        var before = settledBefore.ToUnixTimeMilliseconds();
        var erased = 0;
        Execute(statements.Connection, "INSERT INTO erasing VALUES (0)");
        foreach (var (member, number) in Settled(statements.Connection, before, most))
        {
            if (append.TryForget(member, number))
            {
                Erase(statements.Connection, LedgerKeys.Number(member), number);
                erased++;
            }
        }

        erased += EraseTokens(statements.Connection, settledBefore - Memory.LongestToken - Memory.Revocation, most);
        Execute(statements.Connection, "DELETE FROM erasing");
        erased += Execute(
            statements.Connection,
            "DELETE FROM faulty_claims WHERE id IN (SELECT id FROM faulty_claims WHERE decided < @before AND resolution <> 0 ORDER BY decided LIMIT @most)",
            ("@before", before),
            ("@most", most));
        Execute(statements.Connection, Holds, ("@before", before));
        erased += Execute(
            statements.Connection,
            "DELETE FROM disputes WHERE number IN (SELECT number FROM disputes WHERE deadline < @before AND state <> 1 ORDER BY deadline LIMIT @most)",
            ("@before", before),
            ("@most", most));
        return erased;
    }

    private static void Erase(SqliteConnection connection, long member, long number)
    {
        (string, object)[] key = [("@member", member), ("@number", number)];
        Execute(connection, Count, key);
        Execute(connection, "DELETE FROM entries WHERE member = @member AND number = @number", key);
        Execute(connection, "DELETE FROM grants WHERE member = @member AND number = @number", key);
    }

    /// <summary>Erases the oldest entries that concern a token alone. When its token ended they do not say: no more than its longest life later.</summary>
    private static int EraseTokens(SqliteConnection connection, DateTimeOffset before, int most)
    {
        var old = new List<long>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText = "SELECT seq, entry FROM entries WHERE number = 0 AND seq < (SELECT max(seq) FROM entries) ORDER BY seq LIMIT @most";
            command.Parameters.AddWithValue("@most", most);
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                if (LedgerEncoding.ReadEntry(reader.GetFieldValue<byte[]>(1)).RecordedAt < before)
                {
                    old.Add(reader.GetInt64(0));
                }
            }
        }

        old.ForEach(seq => Execute(connection, "DELETE FROM entries WHERE seq = @seq", ("@seq", seq)));
        return old.Count;
    }

    private static List<(MemberKey Member, long Number)> Settled(SqliteConnection connection, long before, int most)
    {
        using var command = connection.CreateCommand();
        // The number of the very last entry would be given out again, and an export that is past it would miss the new one: its grant waits.
        command.CommandText = $"""
            SELECT member, number FROM grants
            WHERE settled < @before AND settled < {GrantRow.Never}
                AND (member, number) IS NOT (SELECT member, number FROM entries ORDER BY seq DESC LIMIT 1)
            ORDER BY settled LIMIT @most
            """;
        command.Parameters.AddWithValue("@before", before);
        command.Parameters.AddWithValue("@most", most);
        var settled = new List<(MemberKey, long)>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            settled.Add((LedgerKeys.Member(reader.GetInt64(0)), reader.GetInt64(1)));
        }

        return settled;
    }

    private static int Execute(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }
}
