using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>What the embedded ledger knows of the member secret and of former keys.</summary>
internal static class SqliteSecret
{
    /// <summary>The secret that the ledger stands under; null for one that no edge has opened since it can know.</summary>
    public static LedgerSecret? Read(SqliteConnection connection)
    {
        using var command = Command(connection, "SELECT version, secret_check FROM member_secret");
        using var row = command.ExecuteReader();
        return row.Read() ? new LedgerSecret(row.GetInt32(0), unchecked((ulong)row.GetInt64(1))) : null;
    }

    /// <exception cref="LedgerUnavailableException">The ledger stands under another one.</exception>
    public static void Settle(SqliteConnection connection, LedgerSecret own)
    {
        if (Read(connection) is { } ledgers)
            own.Require(ledgers);
        else
            Write(connection, own);
    }

    public static void Write(SqliteConnection connection, LedgerSecret secret)
    {
        using var command = Command(
            connection,
            "INSERT INTO member_secret (one, version, secret_check) VALUES (1, @version, @check) ON CONFLICT (one) DO UPDATE SET version = @version, secret_check = @check",
            ("@version", secret.Version),
            ("@check", unchecked((long)secret.Check)));
        command.ExecuteNonQuery();
    }

    public static IReadOnlyList<FormerKeyRow> FormerKeys(SqliteConnection connection)
    {
        using var command = Command(connection, FormerKeyRows.Read);
        using var row = command.ExecuteReader();
        var rows = new List<FormerKeyRow>();
        while (row.Read())
            rows.Add(FormerKeyRows.Of(row));
        return rows;
    }

    public static FormerKeySweep LetGo(SqliteConnection connection, DateTimeOffset before, UInt128 after, int most)
    {
        var (last, rows) = Stretch(connection, after, most);
        if (last is null)
            return default;
        using var command = Command(
            connection, FormerKeyRows.LetGo, ("@after", FormerKeyRows.Write(after)), ("@last", last), ("@before", before.ToUnixTimeMilliseconds()));
        return FormerKeyRows.SweepOf(command.ExecuteNonQuery(), last, rows, most);
    }

    public static void LetGoOf(SqliteConnection connection, long member)
    {
        using var command = Command(connection, FormerKeyRows.LetGoOf, ("@member", member));
        command.ExecuteNonQuery();
    }

    private static (byte[]? Last, long Rows) Stretch(SqliteConnection connection, UInt128 after, int most)
    {
        using var command = Command(connection, FormerKeyRows.Stretch, ("@after", FormerKeyRows.Write(after)), ("@most", most));
        using var row = command.ExecuteReader();
        return row.Read() ? (row.GetFieldValue<byte[]>(0), row.GetInt64(1)) : (null, 0);
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value);
        return command;
    }
}
