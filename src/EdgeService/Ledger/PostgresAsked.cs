using Npgsql;

namespace EdgeService.Ledger;

/// <summary>Which perks partners have asked about for whom, at all edges together.</summary>
internal static class PostgresAsked
{
    /// <summary>In one order, so that two edges do not wait for each other in a circle.</summary>
    private const string Tell = """
        INSERT INTO asked_perks AS a (day, partner, member, codes)
        SELECT told.day, told.partner, told.member, array_agg(told.code) FROM unnest($1, $2, $3, $4) AS told(day, partner, member, code)
        GROUP BY told.day, told.partner, told.member ORDER BY told.day, told.partner, told.member
        ON CONFLICT (day, partner, member) DO UPDATE SET codes = ARRAY(SELECT DISTINCT unnest(a.codes || EXCLUDED.codes))
        RETURNING a.day, a.partner, a.member, a.codes
        """;

    private const string Forget = """
        DELETE FROM asked_perks WHERE (day, partner, member) IN (
            SELECT day, partner, member FROM asked_perks WHERE day < $1 ORDER BY day LIMIT $2 FOR UPDATE SKIP LOCKED)
        """;

    public static async Task<IReadOnlyList<AskedPair>> TellAsync(NpgsqlConnection connection, IReadOnlyList<AskedPair> pairs)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SELECT set_config('synchronous_commit', 'off', true)"));
        batch.BatchCommands.Add(Telling(pairs));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.NextResultAsync(); // The first row is that of set_config.
        var known = new List<AskedPair>(pairs.Count);
        while (await reader.ReadAsync())
        {
            var codes = Array.ConvertAll(reader.GetFieldValue<int[]>(3), code => (ushort)code);
            known.Add(new(reader.GetInt32(0), reader.GetString(1), LedgerKeys.Member(reader.GetInt64(2)), codes));
        }

        return known;
    }

    /// <summary>Lets go of what was asked on days gone by, some at a time; whether that was all.</summary>
    public static async Task<bool> ForgetAsync(NpgsqlConnection connection, DateTimeOffset now)
    {
        const long most = 2000;
        await using var command = new NpgsqlCommand(Forget, connection);
        command.Parameters.Add(new NpgsqlParameter { Value = (int)(now.ToUnixTimeSeconds() / 86400) - 1 }); // Clocks differ: yesterday stays.
        command.Parameters.Add(new NpgsqlParameter { Value = most });
        return await command.ExecuteNonQueryAsync() < most;
    }

    private static NpgsqlBatchCommand Telling(IReadOnlyList<AskedPair> pairs)
    {
        var (days, partners, members, codes) = (new List<int>(pairs.Count), new List<string>(pairs.Count), new List<long>(pairs.Count), new List<int>(pairs.Count));
        foreach (var pair in pairs)
        {
            foreach (var code in pair.Codes)
            {
                days.Add(pair.Day);
                partners.Add(pair.PartnerId);
                members.Add(LedgerKeys.Number(pair.Member));
                codes.Add(code);
            }
        }

        return new NpgsqlBatchCommand(Tell)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = days },
                new NpgsqlParameter { Value = partners },
                new NpgsqlParameter { Value = members },
                new NpgsqlParameter { Value = codes },
            },
        };
    }
}
