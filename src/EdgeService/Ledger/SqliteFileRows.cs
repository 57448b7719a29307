using EdgeService.Core.Disputes;
using EdgeService.Core.Members;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>Acts and disputes in the embedded ledger: seldom enough that the driver's own commands will do.</summary>
internal static class SqliteFileRows
{
    private const string ActColumns = "act, actor_kind, actor, proof";

    /// <summary>What is known of a member within the open transaction.</summary>
    public static MemberFile Read(SqliteConnection connection, MemberKey member)
    {
        var disputes = All(
            connection,
            "SELECT dispute FROM disputes WHERE member = @member ORDER BY number",
            row => DisputeEncoding.Read(row.GetFieldValue<byte[]>(0)),
            ("@member", LedgerKeys.Number(member)));
        return new(Last(connection) + 1, disputes);
    }

    public static void Write(SqliteConnection connection, MemberKey member, LedgerVerdict verdict)
    {
        foreach (var act in verdict.Acts)
        {
            Execute(
                connection,
                $"INSERT INTO acts (number, member, {ActColumns}) VALUES (@number, @member, @act, @kind, @actor, @proof)",
                ("@number", act.Act.Revision),
                ("@member", LedgerKeys.Number(member)),
                ("@act", ActRow.Write(act)),
                ("@kind", (int)act.Actor.Kind),
                ("@actor", act.Actor.Name),
                ("@proof", act.Proof.ToArray()));
        }

        if (verdict.Dispute is { } dispute)
        {
            Put(connection, member, dispute);
        }

        if (LastOf(verdict) is var last and > 0)
        {
            Execute(connection, "UPDATE file_number SET last = max(last, @last)", ("@last", last));
        }
    }

    /// <summary>The last number that a verdict uses; 0 for none.</summary>
    public static long LastOf(LedgerVerdict verdict) =>
        Math.Max(verdict.Dispute?.Number ?? 0, verdict.Acts.IsEmpty ? 0 : verdict.Acts[^1].Act.Revision);

    public static ActPage Acts(SqliteConnection connection, long after, int most)
    {
        var acts = All(
            connection, $"SELECT {ActColumns} FROM acts WHERE number > @after ORDER BY number LIMIT @most", ReadAct, ("@after", after), ("@most", most));
        return new([.. acts], Last(connection));
    }

    public static IReadOnlyList<KeptAct> ActsOf(SqliteConnection connection, MemberKey member) => All(
        connection,
        $"SELECT * FROM (SELECT {ActColumns}, number FROM acts WHERE member = @member ORDER BY number DESC LIMIT @most) ORDER BY number",
        ReadAct,
        ("@member", LedgerKeys.Number(member)),
        ("@most", LedgerPages.Largest));

    public static List<(long Member, byte[] Dispute)> Disputes(SqliteConnection connection, DisputeFilter filter, DisputeCursor? after, int most)
    {
        var (text, parameters) = DisputeListing.Of(filter, after, most);
        return All(
            connection, text, row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), [.. parameters.Select(parameter => ("@" + parameter.Name, parameter.Value))]);
    }

    public static int EraseDisputes(SqliteConnection connection, MemberKey member, long before)
    {
        var erased = Execute(
            connection, "DELETE FROM disputes WHERE member = @member AND state <> 1 AND number < @before", ("@member", LedgerKeys.Number(member)), ("@before", before));
        SqliteSecret.LetGoOf(connection, LedgerKeys.Number(member));
        return erased;
    }

    private static void Put(SqliteConnection connection, MemberKey member, MemberDispute dispute) => Execute(
        connection,
        """
        INSERT INTO disputes (number, member, state, deadline, partner, dispute) VALUES (@number, @member, @state, @deadline, @partner, @dispute)
        ON CONFLICT (number) DO UPDATE SET state = excluded.state, dispute = excluded.dispute
        """,
        ("@number", dispute.Number),
        ("@member", LedgerKeys.Number(member)),
        ("@state", (int)dispute.State),
        ("@deadline", dispute.Deadline.ToUnixTimeMilliseconds()),
        ("@partner", dispute.Subject.PartnerId),
        ("@dispute", DisputeEncoding.Write(dispute)));

    private static long Last(SqliteConnection connection) => All(connection, "SELECT last FROM file_number", row => row.GetInt64(0))[0];

    private static KeptAct ReadAct(SqliteDataReader row) =>
        ActRow.Read(row.GetFieldValue<byte[]>(0), row.GetInt32(1), row.GetString(2), row.GetFieldValue<byte[]>(3));

    private static int Execute(SqliteConnection connection, string text, params (string Name, object Value)[] parameters)
    {
        using var command = Command(connection, text, parameters);
        return command.ExecuteNonQuery();
    }

    private static List<T> All<T>(SqliteConnection connection, string text, Func<SqliteDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        using var command = Command(connection, text, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static SqliteCommand Command(SqliteConnection connection, string text, (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }
}
