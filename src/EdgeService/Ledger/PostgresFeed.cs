using EdgeService.Core.Grants;
using Npgsql;
using NpgsqlTypes;

namespace EdgeService.Ledger;

/// <summary>Follows what all edges change, so that this one's view is no older than the last look.</summary>
internal sealed class PostgresFeed(CountingView view)
{
    /// <summary>Taken before the rows: what was under way then is looked at again the next time.</summary>
    private const string Oldest = "SELECT pg_snapshot_xmin(pg_current_snapshot())";

    private const string Counting = "SELECT member, record FROM members WHERE counts_until > $1";

    private const string Changed = """
        SELECT m.member, m.record FROM (SELECT DISTINCT member FROM entries WHERE tx >= $1) AS e JOIN members m ON m.member = e.member
        """;

    private ulong? _from;

    /// <summary>Looks once: the first time at all that counts, later at what has changed.</summary>
    public async Task LookAsync(NpgsqlConnection connection, DateTimeOffset now)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Oldest));
        batch.BatchCommands.Add(Rows(now));
        await using var reader = await batch.ExecuteReaderAsync();
        await reader.ReadAsync();
        var oldest = reader.GetFieldValue<ulong>(0);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            view.Put(LedgerKeys.Member(reader.GetInt64(0)), LedgerEncoding.ReadRecord(reader.GetFieldValue<byte[]>(1)));
        }

        _from = oldest;
    }

    private NpgsqlBatchCommand Rows(DateTimeOffset now) => _from is { } from
        ? new NpgsqlBatchCommand(Changed) { Parameters = { new NpgsqlParameter { Value = from, NpgsqlDbType = NpgsqlDbType.Xid8 } } }
        : new NpgsqlBatchCommand(Counting) { Parameters = { new NpgsqlParameter { Value = now.ToUnixTimeMilliseconds() } } };
}
