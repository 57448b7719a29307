using EdgeService.Core.Changes;
using EdgeService.Core.Disputes;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>
/// Members that the ledger names inside its encoded rows: acts and disputes their own, by tag; faulty claims the one concerned; and grants that came
/// second, in records and entries, whoever was first.
/// </summary>
internal sealed class RekeyingBlobs(RekeyingStore store)
{
    private const int Stretch = 10_000;

    private const string Second = "SELECT g.member FROM grants g WHERE g.second < 9223372036854775807";
    private const string Records = $"SELECT m.member, m.record FROM members m WHERE m.member IN ({Second})";
    private const string Entries = """
        SELECT e.member, e.number, e.seq, e.entry FROM entries e JOIN grants g ON g.member = e.member AND g.number = e.number
        WHERE g.second < 9223372036854775807
        """;

    private const string Claims = "SELECT id, claim FROM faulty_claims";

    /// <summary>Members named inside conflicts and claims, each once.</summary>
    public IReadOnlyCollection<MemberKey> Named() =>
    [
        .. store.All(Records, row => LedgerEncoding.ReadRecord(row.GetFieldValue<byte[]>(1))).SelectMany(Rekeyed.HoldersIn)
            .Concat(store.All(Entries, row => LedgerEncoding.ReadEntry(row.GetFieldValue<byte[]>(3))).SelectMany(Rekeyed.HoldersIn))
            .Concat(store.All(Claims, row => FaultyClaimEncoding.Read(row.GetFieldValue<byte[]>(1)).Member).OfType<MemberKey>())
            .Distinct(),
    ];

    /// <summary>Rewrites all of them. Rows still stand under the old keys.</summary>
    public void Rewrite()
    {
        foreach (var (member, record) in store.All(Records, row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1))))
        {
            var rewritten = LedgerEncoding.Write(Rekeyed.Of(LedgerEncoding.ReadRecord(record), CurrentOf));
            store.Run("UPDATE members SET record = @record WHERE member = @member", ("@record", rewritten), ("@member", member));
        }

        foreach (var (member, number, seq, entry) in store.All(Entries, row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3))))
        {
            var rewritten = LedgerEncoding.Write(Rekeyed.Of(LedgerEncoding.ReadEntry(entry), CurrentOf));
            store.Run(
                "UPDATE entries SET entry = @entry WHERE member = @member AND number = @number AND seq = @seq",
                ("@entry", rewritten),
                ("@member", member),
                ("@number", number),
                ("@seq", seq));
        }

        foreach (var (id, bytes) in store.All(Claims, row => (row.GetFieldValue<byte[]>(0), row.GetFieldValue<byte[]>(1))))
        {
            var claim = FaultyClaimEncoding.Read(bytes);
            if (claim.Member is { } member)
                store.Run("UPDATE faulty_claims SET claim = @claim WHERE id = @id", ("@claim", FaultyClaimEncoding.Write(claim with { Member = CurrentOf(member) })), ("@id", id));
        }

        RewriteByTag("acts", "act", (act, tag) => ChangeEncoding.Read(act) is ChangeMade { Change: var change }
            ? ChangeEncoding.Write(new ChangeMade(change with { Member = tag }))
            : throw new FormatException("The bytes are no act."));
        RewriteByTag("disputes", "dispute", (dispute, tag) => DisputeEncoding.Write(DisputeEncoding.Read(dispute) with { Member = tag }));
    }

    private MemberKey CurrentOf(MemberKey member) =>
        LedgerKeys.Member(store.Count($"SELECT after_key FROM incoming WHERE before_key = {LedgerKeys.Number(member)}"));

    /// <summary>Stretch after stretch, for there may be many.</summary>
    private void RewriteByTag(string table, string column, Func<byte[], MemberTag, byte[]> rewrite)
    {
        var rows = new List<(long Number, byte[] Bytes, MemberTag Tag)>();
        for (var after = 0L; after == 0 || rows.Count == Stretch; after = rows[^1].Number)
        {
            rows = store.All(
                $"SELECT t.number, t.{column}, i.tag_key, i.tag_check FROM {table} t JOIN incoming i ON i.before_key = t.member WHERE t.number > @after ORDER BY t.number LIMIT {Stretch}",
                row => (row.GetInt64(0), row.GetFieldValue<byte[]>(1), new MemberTag(LedgerKeys.Member(row.GetInt64(2)), unchecked((ulong)row.GetInt64(3)))),
                ("@after", after));
            foreach (var row in rows)
                store.Run($"UPDATE {table} SET {column} = @bytes WHERE number = @number", ("@bytes", rewrite(row.Bytes, row.Tag)), ("@number", row.Number));
            if (rows.Count == 0)
                return;
        }
    }
}
