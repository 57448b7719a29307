using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Npgsql;

namespace EdgeService.Ledger;

/// <summary>Erases grants past their retention, in one transaction. Where another edge is at it too, one of them decides anew.</summary>
internal static class PostgresErasure
{
    private const string Settled = """
        SELECT g.member, g.number, m.record FROM grants g JOIN members m ON m.member = g.member
        WHERE g.settled < (SELECT floor(extract(epoch FROM erased_before($1)) * 1000)::bigint) AND g.settled < 9223372036854775807
            AND NOT EXISTS (SELECT FROM entries e WHERE e.member = g.member AND e.number = g.number AND e.at >= (SELECT erased_before($1)))
        ORDER BY g.settled, g.member, g.number LIMIT $2
        """;

    private const string End = """
        UPDATE grants g SET state = g.ends_as FROM unnest($1, $2) AS w(member, number)
        WHERE g.member = w.member AND g.number = w.number AND g.state <> g.ends_as
        """;

    private const string Swap = "UPDATE members SET version = $2, counts_until = $3, record = $4 WHERE member = $1 AND version = $5";

    /// <summary>What is due is told by the server's clock; what a record still answers for, by the clock that is behind.</summary>
    public static async Task<int> RunAsync(NpgsqlConnection connection, TimeSpan retention, DateTimeOffset edgeNow, int most)
    {
        var kept = (long)retention.TotalMilliseconds;
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        var now = await EarlierAsync(connection, edgeNow);
        var (members, numbers) = (new List<long>(), new List<long>());
        var forgotten = new Dictionary<MemberKey, (MemberRecord Before, MemberRecord After)>();
        foreach (var (member, number, record) in await SettledAsync(connection, kept, most))
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

        await EndAsync(connection, [.. members], [.. numbers]);
        var erased = await EraseAsync(connection, [.. members], [.. numbers], kept);
        erased += await CountAsync(connection, "SELECT erase_tokens($1, $2)", kept, (long)most);
        erased += await CountAsync(connection, "SELECT erase_claims($1, $2)", kept, (long)most);
        erased += await EraseDisputesAsync(connection, (now - retention).ToUnixTimeMilliseconds(), most);
        await EraseHoldsAsync(connection, (now - retention).ToUnixTimeMilliseconds(), most);
        await transaction.CommitAsync();
        return erased;
    }

    private static async Task<List<(MemberKey Member, long Number, MemberRecord Record)>> SettledAsync(NpgsqlConnection connection, long kept, int most)
    {
        await using var command = new NpgsqlCommand(Settled, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = kept });
        command.Parameters.Add(new NpgsqlParameter { Value = (long)most });
        var rows = new List<(MemberKey, long, MemberRecord)>();
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add((LedgerKeys.Member(reader.GetInt64(0)), reader.GetInt64(1), LedgerEncoding.ReadRecord(reader.GetFieldValue<byte[]>(2))));
        }

        return rows;
    }

    private static async Task<DateTimeOffset> EarlierAsync(NpgsqlConnection connection, DateTimeOffset edgeNow)
    {
        await using var command = new NpgsqlCommand("SELECT server_time()", connection);
        var serverNow = new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!);
        return serverNow < edgeNow ? serverNow : edgeNow;
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

    /// <summary>What time alone has ended is counted as what it came to.</summary>
    private static async Task EndAsync(NpgsqlConnection connection, long[] members, long[] numbers)
    {
        await using var command = new NpgsqlCommand(End, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = members });
        command.Parameters.Add(new NpgsqlParameter { Value = numbers });
        await command.ExecuteNonQueryAsync();
    }

    private static Task<int> EraseAsync(NpgsqlConnection connection, long[] members, long[] numbers, long kept) =>
        CountAsync(connection, "SELECT erase($1, $2, $3)", members, numbers, kept);

    /// <summary>Decided ones that should have been decided so long ago, of members and of those who have left.</summary>
    private static async Task<int> EraseDisputesAsync(NpgsqlConnection connection, long before, int most)
    {
        const string oldest = "DELETE FROM disputes WHERE number IN (SELECT number FROM disputes WHERE deadline < $1 AND state <> 1 ORDER BY deadline LIMIT $2)";
        await using var command = new NpgsqlCommand(oldest, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = before });
        command.Parameters.Add(new NpgsqlParameter { Value = (long)most });
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>Who held an item so long ago is remembered no more; who lost it, as long as the grant.</summary>
    private static async Task EraseHoldsAsync(NpgsqlConnection connection, long before, int most)
    {
        const string oldest = """
            DELETE FROM items WHERE item IN (
                SELECT item FROM items i
                WHERE (until < $1 AND until > 0) OR (until = 0 AND NOT EXISTS (SELECT FROM grants g WHERE g.member = i.member AND g.number = i.number))
                LIMIT $2)
            """;
        await using var command = new NpgsqlCommand(oldest, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = before });
        command.Parameters.Add(new NpgsqlParameter { Value = (long)most });
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<int> CountAsync(NpgsqlConnection connection, string text, params object[] values)
    {
        await using var command = new NpgsqlCommand(text, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return (int)(long)(await command.ExecuteScalarAsync())!;
    }
}
