using EdgeService.Core.Members;
using Npgsql;

namespace EdgeService.Ledger;

/// <summary>Acts and disputes in PostgreSQL, as they are read outside of decisions.</summary>
internal static class PostgresFileRows
{
    private const string ActColumns = "act, actor_kind, actor, proof";

    public static async Task<ActPage> ActsAsync(NpgsqlConnection connection, long after, int most)
    {
        var last = await AllAsync(connection, "SELECT last FROM file_number", row => row.GetInt64(0));
        var acts = await AllAsync(
            connection, $"SELECT {ActColumns} FROM acts WHERE number > @after ORDER BY number LIMIT @most", ReadAct, ("after", after), ("most", most));
        return new([.. acts], last[0]);
    }

    public static async Task<IReadOnlyList<KeptAct>> ActsOfAsync(NpgsqlConnection connection, MemberKey member) => await AllAsync(
        connection,
        $"SELECT * FROM (SELECT {ActColumns}, number FROM acts WHERE member = @member ORDER BY number DESC LIMIT @most) AS a ORDER BY number",
        ReadAct,
        ("member", LedgerKeys.Number(member)),
        ("most", LedgerPages.Largest));

    public static async Task<DisputePage> DisputesAsync(NpgsqlConnection connection, DisputeFilter filter, DisputeCursor? after, int most)
    {
        var (text, parameters) = DisputeListing.Of(filter, after, most);
        return DisputeListing.PageOf(await AllAsync(connection, text, row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1)), [.. parameters]), most);
    }

    public static async Task<int> EraseDisputesAsync(NpgsqlConnection connection, MemberKey member, long before)
    {
        await using var command = new NpgsqlCommand("DELETE FROM disputes WHERE member = $1 AND state <> 1 AND number < $2", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = LedgerKeys.Number(member) });
        command.Parameters.Add(new NpgsqlParameter { Value = before });
        var erased = await command.ExecuteNonQueryAsync();
        await PostgresSecret.LetGoOfAsync(connection, LedgerKeys.Number(member));
        return erased;
    }

    private static KeptAct ReadAct(NpgsqlDataReader row) =>
        ActRow.Read(row.GetFieldValue<byte[]>(0), row.GetInt32(1), row.GetString(2), row.GetFieldValue<byte[]>(3));

    private static async Task<List<T>> AllAsync<T>(
        NpgsqlConnection connection, string text, Func<NpgsqlDataReader, T> read, params (string Name, object Value)[] parameters)
    {
        await using var command = new NpgsqlCommand(text, connection);
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        var rows = new List<T>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
