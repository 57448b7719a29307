using System.Security.Cryptography;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Ledger;

/// <summary>The answers of an outage in memory, found by whatever must not be noted twice. Not safe for concurrent use, save for the count.</summary>
internal sealed class OutageNotes
{
    private readonly Dictionary<Guid, Kept> _byRequest = [];
    private readonly Dictionary<MemberKey, SortedDictionary<long, Kept>> _byMember = [];
    private readonly Dictionary<TokenId, Kept> _byToken = [];
    private readonly Dictionary<ItemRef, Kept> _byItem = [];
    private readonly HashSet<MemberKey> _allowanceUsed = [];
    private long _next;
    private volatile int _count;

    public int Count => _count;

    /// <summary>Notes that are on disk: one that is still being written may yet come to nothing, and must not be settled before.</summary>
    public IReadOnlyList<OutageNote> InOrder() =>
        [.. _byRequest.Values.Where(kept => kept.OnDisk.IsCompletedSuccessfully).OrderBy(kept => kept.Order).Select(kept => kept.Record).OfType<OutageNote>()];

    /// <summary>All of a member that is on disk, oldest first.</summary>
    public IReadOnlyList<OutageAnswered> Of(MemberKey member) =>
        _byMember.TryGetValue(member, out var all) ? [.. all.Values.Where(kept => kept.OnDisk.IsCompletedSuccessfully).Select(kept => kept.Record)] : [];

    /// <summary>Members of whom something waits, whose oldest is oldest first.</summary>
    public IReadOnlyList<MemberKey> Members() => [.. _byMember.OrderBy(one => one.Value.First().Key).Select(one => one.Key)];

    public bool HoldsOf(MemberKey member) => _byMember.ContainsKey(member);

    /// <summary>Whose note of that request waits; null when none does.</summary>
    public MemberKey? NotedFor(LedgerRequest request) =>
        _byRequest.TryGetValue(KeyOf(request), out var kept) && kept.Record is OutageNote note ? note.Member : null;

    public OutageNote? NoteOf(ItemRef item) => _byItem.TryGetValue(item, out var kept) ? kept.Record as OutageNote : null;

    public bool HasUsedAllowance(MemberKey member) => _allowanceUsed.Contains(member);

    public bool HasAccepted(TokenId token) => _byToken.ContainsKey(token);

    /// <summary>What answers a repeated request, and when that is on disk; null when the request is new.</summary>
    public (OutageAnswer Answer, Task OnDisk)? Recall(LedgerRequest request)
    {
        if (!_byRequest.TryGetValue(KeyOf(request), out var kept))
            return null;
        var same = CryptographicOperations.FixedTimeEquals(kept.Record.Request.BodyDigest.Span, request.BodyDigest.Span);
        return same ? (new OutageAnswer(OutageResult.Repeated, kept.Record), kept.OnDisk) : (new OutageAnswer(OutageResult.Conflict, null), Task.CompletedTask);
    }

    /// <summary>What stands in the way of a note, and when that is on disk; null when nothing does.</summary>
    public (OutageAnswer Answer, Task OnDisk)? Obstacle(OutageNote note)
    {
        if (Recall(note.Request) is { } known)
            return known;
        if (note.Token is { } token && _byToken.TryGetValue(token, out var used))
            return (new OutageAnswer(OutageResult.TokenUsed, used.Record), used.OnDisk);
        if (note.CountsOnce && HasUsedAllowance(note.Member))
            return (new OutageAnswer(OutageResult.AllowanceUsed, null), Task.CompletedTask);
        foreach (var item in ItemsOf(note))
        {
            if (_byItem.TryGetValue(item, out var holder))
                return (new OutageAnswer(OutageResult.ItemTaken, holder.Record), holder.OnDisk);
        }

        return null;
    }

    public void Add(OutageAnswered record, Task onDisk)
    {
        var kept = new Kept(_next++, record, onDisk);
        _byRequest[KeyOf(record.Request)] = kept;
        if (!_byMember.TryGetValue(record.Member, out var all))
            _byMember[record.Member] = all = [];
        all[kept.Order] = kept;
        if (record is OutageNote note)
            Hold(note, kept);
        _count = _byRequest.Count;
    }

    public void Remove(ReadOnlySpan<byte> key)
    {
        if (!_byRequest.Remove(new Guid(key), out var kept))
            return;
        var all = _byMember[kept.Record.Member];
        all.Remove(kept.Order);
        if (all.Count == 0)
            _byMember.Remove(kept.Record.Member);
        if (kept.Record is OutageNote note)
            Free(note);
        _count = _byRequest.Count;
    }

    private void Hold(OutageNote note, Kept kept)
    {
        if (note.Token is { } token)
            _byToken[token] = kept;
        foreach (var item in ItemsOf(note))
            _byItem[item] = kept;
        if (note.CountsOnce)
            _allowanceUsed.Add(note.Member);
    }

    private void Free(OutageNote note)
    {
        if (note.Token is { } token)
            _byToken.Remove(token);
        foreach (var item in ItemsOf(note))
            _byItem.Remove(item);
        if (note.CountsOnce)
            _allowanceUsed.Remove(note.Member);
    }

    private static IEnumerable<ItemRef> ItemsOf(OutageNote note) => note.Terms.Items.Select(item => new ItemRef(note.Terms.PartnerId, item));

    private static Guid KeyOf(LedgerRequest request) => new(LedgerKeys.Of(request));

    private sealed record Kept(long Order, OutageAnswered Record, Task OnDisk);
}
