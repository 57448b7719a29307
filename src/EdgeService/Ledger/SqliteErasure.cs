using System.Globalization;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>Erases grants past their retention, within the open transaction.</summary>
internal static class SqliteErasure
{
    /// <summary>Erases up to <paramref name="most"/> grants that ended before a moment; those that a record still answers for stay.</summary>
    public static int Run(SqliteAppend append, SqliteStatements statements, DateTimeOffset endedBefore, int most)
    {
        var connection = statements.Connection;
        var erased = 0;
        Execute(connection, "INSERT INTO erasing VALUES (0)");
        foreach (var (member, number) in Ended(connection, endedBefore, most))
        {
            if (append.Record(member).Find(number) is null)
            {
                Erase(statements, member, number);
                erased++;
            }
        }

        Execute(connection, "DELETE FROM erasing");
        Execute(connection, "DELETE FROM items WHERE until < @before", ("@before", endedBefore.ToUnixTimeMilliseconds()));
        return erased;
    }

    private static void Erase(SqliteStatements statements, MemberKey member, long number)
    {
        if (statements.FindEntries(member, number) is [.., { Grant: { } grant }])
        {
            Count(statements.Connection, grant);
        }

        (string, object)[] key = [("@member", LedgerKeys.Number(member)), ("@number", number)];
        Execute(statements.Connection, "DELETE FROM entries WHERE member = @member AND number = @number", key);
        Execute(statements.Connection, "DELETE FROM grants WHERE member = @member AND number = @number", key);
    }

    private static void Count(SqliteConnection connection, Grant grant) => Execute(
        connection,
        """
        INSERT INTO totals (month, partner, venue, perk, state, grants, units) VALUES (@month, @partner, @venue, @perk, @state, 1, @units)
        ON CONFLICT (month, partner, venue, perk, state) DO UPDATE SET grants = grants + 1, units = units + @units
        """,
        ("@month", (grant.OpenedAt.UtcDateTime.Year * 100) + grant.OpenedAt.UtcDateTime.Month),
        ("@partner", grant.Terms.PartnerId),
        ("@venue", grant.Terms.VenueId),
        ("@perk", grant.Terms.PerkId),
        ("@state", (int)grant.State),
        ("@units", grant.Terms.Units));

    private static List<(MemberKey Member, long Number)> Ended(SqliteConnection connection, DateTimeOffset before, int most)
    {
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture, $"SELECT member, number FROM grants WHERE ended < @before AND ended < {GrantRow.Never} ORDER BY ended LIMIT {most}");
        command.Parameters.AddWithValue("@before", before.ToUnixTimeMilliseconds());
        var ended = new List<(MemberKey, long)>();
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            ended.Add((LedgerKeys.Member(reader.GetInt64(0)), reader.GetInt64(1)));
        }

        return ended;
    }

    private static void Execute(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        command.ExecuteNonQuery();
    }
}
