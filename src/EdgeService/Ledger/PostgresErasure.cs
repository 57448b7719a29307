using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Npgsql;
using NpgsqlTypes;

namespace EdgeService.Ledger;

/// <summary>Erases grants past their retention, in one transaction. Another edge that is at it too makes one of them come again later.</summary>
internal static class PostgresErasure
{
    private const string Settled = """
        SELECT g.member, g.number, m.record FROM grants g JOIN members m ON m.member = g.member
        WHERE g.settled < $1 AND g.settled < 9223372036854775807 ORDER BY g.settled, g.member, g.number LIMIT $2
        """;

    private const string Swap = "UPDATE members SET version = $2, counts_until = $3, record = $4 WHERE member = $1 AND version = $5";

    public static async Task<int> RunAsync(NpgsqlConnection connection, DateTimeOffset settledBefore, DateTimeOffset now, int most)
    {
        var before = settledBefore.ToUnixTimeMilliseconds();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var (members, numbers) = (new List<long>(), new List<long>());
        var forgotten = new Dictionary<MemberKey, (MemberRecord Before, MemberRecord After)>();
        foreach (var (member, number, record) in await SettledAsync(connection, before, most))
        {
            var after = forgotten.TryGetValue(member, out var known) ? known.After : Memory.Trim(record, now);
            if (after.Find(number) is null)
            {
                forgotten[member] = (record, after);
                members.Add(LedgerKeys.Number(member));
                numbers.Add(number);
            }
        }

        foreach (var (member, (old, next)) in forgotten.Where(one => one.Value.Before != one.Value.After))
        {
            await SwapAsync(connection, member, old.Version, next with { Version = old.Version + 1 });
        }

        var erased = await EraseAsync(connection, [.. members], [.. numbers], before, now);
        await transaction.CommitAsync();
        return erased;
    }

    private static async Task<List<(MemberKey Member, long Number, MemberRecord Record)>> SettledAsync(NpgsqlConnection connection, long before, int most)
    {
        await using var command = new NpgsqlCommand(Settled, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = before });
        command.Parameters.Add(new NpgsqlParameter { Value = (long)most });
        var rows = new List<(MemberKey, long, MemberRecord)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add((LedgerKeys.Member(reader.GetInt64(0)), reader.GetInt64(1), LedgerEncoding.ReadRecord(reader.GetFieldValue<byte[]>(2))));
        }

        return rows;
    }

    private static async Task SwapAsync(NpgsqlConnection connection, MemberKey member, long version, MemberRecord next)
    {
        await using var command = new NpgsqlCommand(Swap, connection);
        object[] values = [LedgerKeys.Number(member), next.Version, next.CountsUntil.ToUnixTimeMilliseconds(), LedgerEncoding.Write(next), version];
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        if (await command.ExecuteNonQueryAsync() != 1)
        {
            throw new LedgerUnavailableException(LedgerFault.Overloaded);
        }
    }

    private static async Task<int> EraseAsync(NpgsqlConnection connection, long[] members, long[] numbers, long before, DateTimeOffset now)
    {
        await using var command = new NpgsqlCommand("SELECT erase($1, $2, $3, $4)", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = members, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter { Value = numbers, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
        command.Parameters.Add(new NpgsqlParameter { Value = before });
        command.Parameters.Add(new NpgsqlParameter { Value = now.ToUnixTimeMilliseconds() });
        return (int)(long)(await command.ExecuteScalarAsync())!;
    }
}
