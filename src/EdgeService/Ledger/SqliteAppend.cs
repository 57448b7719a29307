using System.Security.Cryptography;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>Runs calls within one open transaction and remembers which records they changed, to be shown once it is committed.</summary>
internal sealed class SqliteAppend(SqliteStatements statements, CountingView view, DateTimeOffset at)
{
    private readonly Dictionary<MemberKey, MemberRecord> _changed = [];

    /// <summary>When the transaction began.</summary>
    public DateTimeOffset At => at;

    /// <summary>The records changed so far in this transaction.</summary>
    public IReadOnlyDictionary<MemberKey, MemberRecord> Changed => _changed;

    /// <summary>Decides and writes, each call for itself: one that throws leaves nothing behind in the transaction.</summary>
    public LedgerAnswer Run(LedgerCall call, byte[] key)
    {
        if (Recall(key, call.Request) is { } answer)
        {
            return answer;
        }

        var before = Record(call.Member);
        var (verdict, items) = Decide(call, before);
        Keep(call, key, before, verdict, items);
        if (verdict.Next is { } next)
        {
            _changed[call.Member] = next;
        }

        return new LedgerAnswer.Kept(verdict.Reply, Repeated: false);
    }

    public LedgerAnswer? Recall(LedgerRequest request) => Recall(LedgerKeys.Of(request), request);

    public MemberRecord Record(MemberKey member) =>
        _changed.GetValueOrDefault(member) ?? view.Find(member) ?? statements.FindMember(member) ?? MemberRecord.Empty;

    /// <summary>Makes a record forget a grant that is past its retention; false when it still answers for it.</summary>
    public bool TryForget(MemberKey member, long grant)
    {
        var before = Record(member);
        if (before.Find(grant) is null)
        {
            return true;
        }

        var next = Memory.Trim(before, at) with { Version = before.Version + 1 };
        if (next.Find(grant) is not null)
        {
            return false;
        }

        if (!statements.SwapMember(member, before.Version, next, LedgerEncoding.Write(next)))
        {
            throw new InvalidOperationException("the record was not made from the version at hand");
        }

        _changed[member] = next;
        return true;
    }

    private LedgerAnswer? Recall(byte[] key, LedgerRequest request) => statements.FindRequest(key) switch
    {
        null => null,
        var (digest, reply) when CryptographicOperations.FixedTimeEquals(digest, request.BodyDigest.Span) => new LedgerAnswer.Kept(reply, Repeated: true),
        _ => new LedgerAnswer.Conflict(),
    };

    /// <summary>Decides with the holders of the items named; then again with those of items that the decision takes without naming them.</summary>
    private (LedgerVerdict Verdict, ItemChanges Items) Decide(LedgerCall call, MemberRecord before)
    {
        var receipts = call.Receipt is { } receipt ? statements.FindReceipts(receipt) : default;
        var file = call.ReadsFile ? SqliteFileRows.Read(statements.Connection, call.Member) : null;
        var faulty = call.Faulty is { } asked ? SqliteFaulty.Find(statements.Connection, asked) : default;
        var (seen, held) = (new HashSet<ItemRef>(), new Dictionary<ItemRef, ItemHolder>());
        IEnumerable<ItemRef> wanted = call.Items;
        while (true)
        {
            Look(wanted.Where(seen.Add), held);
            var verdict = call.Decide(new LedgerScene(before, held) { Member = call.Member, Receipts = receipts, Faulty = faulty, File = file });
            var items = verdict.Next is { } next ? Items.Between(before, next) : new ItemChanges([], []);
            wanted = items.Taken.Select(hold => hold.Item);
            if (wanted.All(seen.Contains))
            {
                return (verdict, items);
            }
        }
    }

    private void Look(IEnumerable<ItemRef> items, Dictionary<ItemRef, ItemHolder> held)
    {
        foreach (var item in items)
        {
            if (statements.FindItem(item) is { } holder)
            {
                held[item] = holder;
            }
        }
    }

    /// <summary>
    /// Writes all of a call or nothing. Everything is encoded before the first write, so that only what may be refused after it, items above all,
    /// needs a mark to go back to.
    /// </summary>
    private void Keep(LedgerCall call, byte[] key, MemberRecord before, LedgerVerdict verdict, ItemChanges items)
    {
        var record = verdict.Next is { } next ? LedgerEncoding.Write(next) : [];
        var entries = Array.ConvertAll([.. verdict.Entries], LedgerEncoding.Write);
        var marked = !items.Taken.IsEmpty || verdict.Seen is not null || verdict.Revoked is not null || verdict.Faulty is not null || call.Claim is not null || call.ReadsFile;
        if (marked)
        {
            statements.Mark();
        }

        try
        {
            Write(call, before, verdict, items, record, entries);
            statements.PutRequest(key, call.Request.BodyDigest.Span, at, verdict.Reply);
        }
        catch (Exception fault) when (fault is not SqliteException && marked)
        {
            statements.BackToMark();
            throw;
        }

        if (marked)
        {
            statements.KeepMark();
        }
    }

    private void Write(LedgerCall call, MemberRecord before, LedgerVerdict verdict, ItemChanges items, byte[] record, byte[][] entries)
    {
        if (verdict.Next is { } next)
        {
            if (next.Version != before.Version + 1 || !statements.SwapMember(call.Member, before.Version, next, record))
            {
                throw new InvalidOperationException("the record was not made from the version at hand");
            }

            Move(call, items);
            for (var place = 0; place < entries.Length; place++)
            {
                statements.AddEntry(call.Member, verdict.Entries[place].Grant, entries[place]);
            }
        }

        if (call.ReadsFile)
        {
            SqliteFileRows.Write(statements.Connection, call.Member, verdict);
        }

        if (verdict.Seen is { } receipt)
        {
            statements.PutReceipt(receipt);
        }

        if (verdict.Faulty is { } faulty)
        {
            SqliteFaulty.Put(statements.Connection, faulty);
        }

        if (call.Claim is { } claim)
        {
            statements.PutClaim(claim);
            if (call.Faulty is { Terminal: null } settled)
            {
                SqliteFaulty.SettleSince(statements.Connection, settled.Id, at);
            }
        }

        if (verdict.Revoked is { } revoked)
        {
            statements.PutRevokedPlace(revoked, at);
        }
    }

    private void Move(LedgerCall call, ItemChanges items)
    {
        foreach (var hold in items.Freed)
        {
            statements.FreeItem(call.Member, hold);
        }

        foreach (var hold in items.Taken)
        {
            if (!statements.TakeItem(call.Member, hold, call.Now) && hold.HoldsAt(call.Now))
            {
                throw new InvalidOperationException("an item was granted that another grant holds");
            }
        }
    }
}
