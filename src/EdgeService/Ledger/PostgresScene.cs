using System.Buffers.Binary;
using System.Data.Common;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Npgsql;
using NpgsqlTypes;

namespace EdgeService.Ledger;

/// <summary>What a batch needs to see, read in a transaction of one snapshot with as few round trips as there can be.</summary>
internal sealed class PostgresScene(NpgsqlConnection connection)
{
    private const string Begin = "BEGIN ISOLATION LEVEL REPEATABLE READ";
    private const string HasStandbys = "SELECT current_setting('synchronous_standby_names') <> ''";
    private const string Requests = "SELECT r.key, r.digest, r.reply FROM unnest($1) AS u(key) JOIN requests r ON r.key = u.key";
    private const string Members = "SELECT m.member, m.record FROM unnest($1) AS u(member) JOIN members m ON m.member = u.member";
    private const string Items = "SELECT i.item, i.member, i.number, i.until FROM unnest($1) AS u(item) JOIN items i ON i.item = u.item";
    private const string FileNumbers = "SELECT f.last FROM file_number f, (SELECT 1 FROM unnest($1) LIMIT 1) AS asked";
    private const string Disputes = "SELECT d.member, d.dispute FROM unnest($1) AS u(member) JOIN disputes d ON d.member = u.member ORDER BY d.number";
    private const string Receipts = """
        SELECT u.place, r.sequence, r.at, r.digest FROM unnest($1, $2) WITH ORDINALITY AS u(terminal, sequence, place) CROSS JOIN LATERAL (
            (SELECT * FROM receipts WHERE terminal = u.terminal AND sequence = u.sequence)
            UNION ALL (SELECT * FROM receipts WHERE terminal = u.terminal AND sequence < u.sequence ORDER BY sequence DESC LIMIT 1)
            UNION ALL (SELECT * FROM receipts WHERE terminal = u.terminal AND sequence > u.sequence ORDER BY sequence LIMIT 1)) AS r
        """;

    /// <summary>First answers by request, of those that were made before.</summary>
    public Dictionary<UInt128, (byte[] Digest, byte[] Reply)> Answered { get; } = [];

    /// <summary>Records as they are stored, undecoded, so that a damaged one harms its own member alone.</summary>
    public Dictionary<MemberKey, byte[]> Records { get; } = [];

    /// <summary>Holders by item; null where there is none.</summary>
    public Dictionary<UInt128, ItemHolder?> Holders { get; } = [];

    public Dictionary<ReceiptSighting, ReceiptNeighbours> Neighbours { get; } = [];

    /// <summary>The last number of an act or a dispute; 0 where no call asked for it.</summary>
    public long FileNumber { get; private set; }

    /// <summary>What members contest, undecoded, of those whose calls ask for it.</summary>
    public Dictionary<MemberKey, List<byte[]>> Files { get; } = [];

    /// <summary>What is known of the faulty claims that calls ask for.</summary>
    public Dictionary<FaultyClaimKey, FaultyClaimSight> Faulty { get; private set; } = [];

    /// <summary>The connection, for questions within the same snapshot.</summary>
    public NpgsqlConnection Connection => connection;

    /// <summary>Whether commits wait for a standby.</summary>
    public bool IsReplicated { get; private set; }

    public static UInt128 Key(ReadOnlySpan<byte> hash) => BinaryPrimitives.ReadUInt128BigEndian(hash);

    /// <summary>Begins the transaction and reads.</summary>
    public async Task GatherAsync(IReadOnlyList<PostgresWork> batch)
    {
        var requests = batch.OfType<PostgresRequest>().ToList();
        var calls = requests.Select(request => request.Call).OfType<LedgerCall>().ToList();
        byte[][] items = [.. calls.SelectMany(call => call.Items).Distinct().Select(LedgerKeys.Of)];
        ReceiptSighting[] receipts = [.. calls.Select(call => call.Receipt).OfType<ReceiptSighting>().Distinct()];
        await using var reads = new NpgsqlBatch(connection);
        reads.BatchCommands.Add(new NpgsqlBatchCommand(Begin));
        reads.BatchCommands.Add(new NpgsqlBatchCommand(HasStandbys));
        reads.Ask(Requests, (requests.Select(request => request.Key).ToArray(), NpgsqlDbType.Bytea));
        reads.Ask(Members, (calls.Select(call => LedgerKeys.Number(call.Member)).Distinct().ToArray(), NpgsqlDbType.Bigint));
        reads.Ask(Items, (items, NpgsqlDbType.Bytea));
        reads.Ask(
            Receipts,
            (receipts.Select(receipt => LedgerKeys.OfTerminal(receipt.Terminal)).ToArray(), NpgsqlDbType.Bytea),
            (receipts.Select(receipt => (long)receipt.Sequence).ToArray(), NpgsqlDbType.Bigint));
        var files = calls.Where(call => call.ReadsFile).Select(call => LedgerKeys.Number(call.Member)).Distinct().ToArray();
        if (files.Length > 0)
        {
            reads.Ask(FileNumbers, (files, NpgsqlDbType.Bigint));
            reads.Ask(Disputes, (files, NpgsqlDbType.Bigint));
        }

        await ReadAsync(reads, items, receipts);
        FaultyClaimKey[] faulty = [.. calls.Select(call => call.Faulty).OfType<FaultyClaimKey>().Distinct()];
        Faulty = faulty.Length > 0 ? await PostgresFaulty.GatherAsync(connection, faulty) : [];
    }

    /// <summary>Looks at further items, within the same snapshot.</summary>
    public async Task LookAsync(IEnumerable<ItemRef> items)
    {
        byte[][] keys = [.. items.Select(LedgerKeys.Of).Where(key => !Holders.ContainsKey(Key(key)))];
        if (keys.Length > 0)
        {
            await using var reads = new NpgsqlBatch(connection);
            reads.Ask(Items, (keys, NpgsqlDbType.Bytea));
            await using var reader = await reads.ExecuteReaderAsync();
            await ReadItemsAsync(reader, keys);
        }
    }

    private async Task ReadAsync(NpgsqlBatch reads, byte[][] items, ReceiptSighting[] receipts)
    {
        await using var reader = await reads.ExecuteReaderAsync();
        IsReplicated = await reader.ReadAsync() && reader.GetBoolean(0);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            Answered[Key(reader.GetFieldValue<byte[]>(0))] = (reader.GetFieldValue<byte[]>(1), reader.GetFieldValue<byte[]>(2));
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            Records[LedgerKeys.Member(reader.GetInt64(0))] = reader.GetFieldValue<byte[]>(1);
        }

        await reader.NextResultAsync();
        await ReadItemsAsync(reader, items);
        await reader.NextResultAsync();
        await ReadReceiptsAsync(reader, receipts);
        await ReadFilesAsync(reader);
    }

    private async Task ReadFilesAsync(DbDataReader reader)
    {
        if (!await reader.NextResultAsync() || !await reader.ReadAsync())
        {
            return;
        }

        FileNumber = reader.GetInt64(0);
        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            var member = LedgerKeys.Member(reader.GetInt64(0));
            if (!Files.TryGetValue(member, out var disputes))
            {
                Files[member] = disputes = [];
            }

            disputes.Add(reader.GetFieldValue<byte[]>(1));
        }
    }

    private async Task ReadItemsAsync(DbDataReader reader, byte[][] asked)
    {
        foreach (var key in asked)
        {
            Holders[Key(key)] = null;
        }

        while (await reader.ReadAsync())
        {
            Holders[Key(reader.GetFieldValue<byte[]>(0))] = new ItemHolder(
                LedgerKeys.Member(reader.GetInt64(1)), reader.GetInt64(2), GrantRow.Time(reader.GetInt64(3)));
        }
    }

    private async Task ReadReceiptsAsync(DbDataReader reader, ReceiptSighting[] asked)
    {
        foreach (var receipt in asked)
        {
            Neighbours[receipt] = default;
        }

        while (await reader.ReadAsync())
        {
            var receipt = asked[reader.GetInt64(0) - 1];
            Neighbours[receipt] = ReceiptRow.Add(
                Neighbours[receipt], receipt, reader.GetInt64(1), reader.GetInt64(2), reader.GetFieldValue<byte[]>(3));
        }
    }
}
