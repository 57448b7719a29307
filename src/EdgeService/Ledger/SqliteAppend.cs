using System.Security.Cryptography;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>Runs calls within one open transaction and remembers which records they changed, to be shown once it is committed.</summary>
internal sealed class SqliteAppend(SqliteStatements statements, CountingView view, DateTimeOffset at)
{
    private readonly Dictionary<MemberKey, MemberRecord> _changed = [];

    /// <summary>The records changed so far in this transaction.</summary>
    public IReadOnlyDictionary<MemberKey, MemberRecord> Changed => _changed;

    /// <summary>Decides and writes, each call for itself: one that throws leaves nothing behind in the transaction.</summary>
    public LedgerAnswer Run(LedgerCall call)
    {
        var key = LedgerKeys.Of(call.Request);
        if (Recall(key, call.Request) is { } answer)
        {
            return answer;
        }

        var before = Record(call.Member);
        var (verdict, items) = Decide(call, before);
        statements.Mark();
        try
        {
            Write(call, before, verdict, items);
            if (verdict.Seen is { } receipt)
            {
                statements.PutReceipt(receipt);
            }

            if (call.Claim is { } claim)
            {
                statements.PutClaim(claim);
            }

            statements.PutRequest(key, call.Request.BodyDigest.Span, at, verdict.Reply);
        }
        catch (Exception fault) when (fault is not SqliteException)
        {
            statements.BackToMark();
            throw;
        }

        statements.KeepMark();
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

        if (!statements.SwapMember(member, before.Version, next))
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
        var (seen, held) = (new HashSet<ItemRef>(), new Dictionary<ItemRef, ItemHolder>());
        IEnumerable<ItemRef> wanted = call.Items;
        while (true)
        {
            Look(wanted.Where(seen.Add), held);
            var verdict = call.Decide(new LedgerScene(before, held) { Member = call.Member, Receipts = receipts });
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

    private void Write(LedgerCall call, MemberRecord before, LedgerVerdict verdict, ItemChanges items)
    {
        if (verdict.Next is not { } next)
        {
            return;
        }

        if (next.Version != before.Version + 1 || !statements.SwapMember(call.Member, before.Version, next))
        {
            throw new InvalidOperationException("the record was not made from the version at hand");
        }

        foreach (var hold in items.Freed)
        {
            statements.FreeItem(call.Member, hold);
        }

        foreach (var hold in items.Taken)
        {
            if (!statements.TakeItem(call.Member, hold, call.Now))
            {
                throw new InvalidOperationException("an item was granted that another grant holds");
            }
        }

        foreach (var entry in verdict.Entries)
        {
            statements.AddEntry(call.Member, entry);
        }
    }
}
