using System.Security.Cryptography;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>
/// Gives every member of the ledger the key that another member secret makes, in one transaction: all of it or nothing, whenever it is killed. What was
/// sealed under the old keys is found by the former keys that it leaves behind.
/// </summary>
internal sealed class Rekeyer(RekeyingStore store, LedgerRekeying rekeying)
{
    /// <summary>Every table with a member in a column of its own. Faulty claims have one inside alone, and conflicts of grants another's.</summary>
    private static readonly string[] Tables = ["members", "entries", "grants", "items", "acts", "disputes"];

    private readonly RekeyingBlobs _blobs = new(store);

    /// <exception cref="System.Data.Common.DbException">The store failed: nothing was changed.</exception>
    /// <exception cref="FormatException">Something in it cannot be read: nothing was changed.</exception>
    public RekeyingReport Run()
    {
        store.Begin();
        rekeying.Progress("reading the members");
        store.Run("""
            CREATE TEMP TABLE incoming (
                before_key bigint NOT NULL PRIMARY KEY, after_key bigint NOT NULL, tag_key bigint NOT NULL, tag_check bigint NOT NULL, sealed bytea NOT NULL)
            """);
        var given = store.Load(rekeying.Members);
        rekeying.Progress("looking who is in the ledger");
        Know();
        var report = new RekeyingReport(RekeyingResult.Done, given, store.Count("SELECT count(*) FROM known"), 0, 0, new Dictionary<string, long>());
        var others = Others();
        report = report with { Unknown = others.Count };
        if (others.Count > 0 && !rekeying.OthersAtRandom)
            return report with { Result = RekeyingResult.MembersUnknown };
        store.Load(others.Select(AtRandom));
        return Collisions() > 0 ? report with { Result = RekeyingResult.KeysCollide } : Rewrite(report);
    }

    /// <summary>Who is in the ledger, wherever it names a member.</summary>
    private void Know()
    {
        store.Run("CREATE TEMP TABLE known (member bigint NOT NULL PRIMARY KEY)");
        store.Run($"INSERT INTO known {string.Join(" UNION ", Tables.Select(table => $"SELECT member FROM {table}"))}");
        foreach (var member in _blobs.Named())
            store.Run("INSERT INTO known (member) SELECT @member WHERE NOT EXISTS (SELECT 1 FROM known WHERE member = @member)", ("@member", LedgerKeys.Number(member)));
    }

    private List<MemberKey> Others() => store.All(
        "SELECT k.member FROM known k WHERE NOT EXISTS (SELECT 1 FROM incoming i WHERE i.before_key = k.member)", row => LedgerKeys.Member(row.GetInt64(0)));

    /// <summary>A key that nobody's id leads to. What the member holds goes on being found by its grant id.</summary>
    private RekeyedMember AtRandom(MemberKey member)
    {
        Span<byte> drawn = stackalloc byte[2 * sizeof(ulong)];
        RandomNumberGenerator.Fill(drawn);
        var key = new MemberKey(BitConverter.ToUInt64(drawn));
        return new(member, key, new MemberTag(key, BitConverter.ToUInt64(drawn[sizeof(ulong)..])), rekeying.Seal(member));
    }

    /// <summary>A new key that is an old one would be taken for it when something sealed is opened.</summary>
    private long Collisions() =>
        store.Count("SELECT count(*) FROM incoming a JOIN incoming b ON a.after_key = b.before_key")
        + store.Count("SELECT count(*) FROM (SELECT after_key FROM incoming GROUP BY after_key HAVING count(*) > 1) AS twice");

    private RekeyingReport Rewrite(RekeyingReport report)
    {
        rekeying.Progress("rewriting what names members within");
        _blobs.Rewrite(); // While rows are still found by the old keys.
        var rows = new Dictionary<string, long>();
        foreach (var table in Tables)
        {
            rekeying.Progress($"rewriting {table}");
            rows[table] = store.Run($"UPDATE {table} SET member = (SELECT i.after_key FROM incoming i WHERE i.before_key = {table}.member)");
        }

        rekeying.Progress("rewriting what edges tell each other");
        store.RewritePassing(rekeying.KeepsKnownOnly);
        rekeying.Progress("keeping former keys");
        var formers = KeepFormers();
        store.Run("UPDATE member_secret SET version = @version, secret_check = @check", ("@version", rekeying.To.Version), ("@check", unchecked((long)rekeying.To.Check)));
        RequireNobodyLeft();
        if (!rekeying.DryRun)
            store.Commit();
        return report with { FormerKeys = formers, Rows = rows };
    }

    /// <summary>Keys of an earlier re-keying lead to the newest; those of members who are neither given nor in the ledger lead nowhere and go.</summary>
    private long KeepFormers()
    {
        store.Run("DELETE FROM former_keys WHERE NOT EXISTS (SELECT 1 FROM incoming i WHERE i.before_key = former_keys.member)");
        store.Run("""
            UPDATE former_keys SET
                tag_key = (SELECT i.tag_key FROM incoming i WHERE i.before_key = former_keys.member),
                tag_check = (SELECT i.tag_check FROM incoming i WHERE i.before_key = former_keys.member),
                member = (SELECT i.after_key FROM incoming i WHERE i.before_key = former_keys.member)
            """);
        var which = rekeying.KeepsKnownOnly ? "EXISTS (SELECT 1 FROM known k WHERE k.member = i.before_key)" : "1 = 1";
        return store.Run(
            $"""
            INSERT INTO former_keys (former, member, tag_key, tag_check, since)
            SELECT i.sealed, i.after_key, i.tag_key, i.tag_check, @now FROM incoming i WHERE {which} ON CONFLICT (former) DO NOTHING
            """,
            ("@now", rekeying.Now.ToUnixTimeMilliseconds()));
    }

    /// <summary>Held against what was to be done, before it counts.</summary>
    private void RequireNobodyLeft()
    {
        foreach (var table in Tables)
        {
            if (store.Count($"SELECT count(*) FROM {table} AS t WHERE EXISTS (SELECT 1 FROM incoming i WHERE i.before_key = t.member)") > 0)
                throw new InvalidOperationException($"rows of {table} still stand under old keys");
        }

        if (_blobs.Named().Any(member => store.Count($"SELECT count(*) FROM incoming WHERE before_key = {LedgerKeys.Number(member)}") > 0))
            throw new InvalidOperationException("conflicts or claims still name members by old keys");
    }
}
