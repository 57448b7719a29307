using System.Security.Cryptography;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Ledger;

/// <summary>The notes of an outage in memory, found by whatever must not be noted twice. Not safe for concurrent use, save for the count.</summary>
internal sealed class OutageNotes
{
    private readonly Dictionary<Guid, Kept> _byRequest = [];
    private readonly Dictionary<TokenId, Kept> _byToken = [];
    private readonly Dictionary<ItemRef, Kept> _byItem = [];
    private readonly HashSet<MemberKey> _allowanceUsed = [];
    private long _next;
    private volatile int _count;

    public int Count => _count;

    /// <summary>What is on disk: a note that is still being written may yet come to nothing, and must not be settled before.</summary>
    public IReadOnlyList<OutageNote> InOrder() =>
        [.. _byRequest.Values.Where(kept => kept.OnDisk.IsCompletedSuccessfully).OrderBy(kept => kept.Order).Select(kept => kept.Note)];

    public bool HoldsOf(MemberKey member) => _byRequest.Values.Any(kept => kept.Note.Member == member);

    public bool HasUsedAllowance(MemberKey member) => _allowanceUsed.Contains(member);

    public bool HasAccepted(TokenId token) => _byToken.ContainsKey(token);

    /// <summary>What answers a repeated request, and when that is on disk; null when the request is new.</summary>
    public (OutageAnswer Answer, Task OnDisk)? Recall(LedgerRequest request)
    {
        if (!_byRequest.TryGetValue(KeyOf(request), out var kept))
            return null;
        var same = CryptographicOperations.FixedTimeEquals(kept.Note.Request.BodyDigest.Span, request.BodyDigest.Span);
        return same ? (new OutageAnswer(OutageResult.Repeated, kept.Note), kept.OnDisk) : (new OutageAnswer(OutageResult.Conflict, null), Task.CompletedTask);
    }

    /// <summary>What stands in the way of a note, and when that is on disk; null when nothing does.</summary>
    public (OutageAnswer Answer, Task OnDisk)? Obstacle(OutageNote note)
    {
        if (Recall(note.Request) is { } known)
            return known;
        if (note.Token is { } token && _byToken.TryGetValue(token, out var used))
            return (new OutageAnswer(OutageResult.TokenUsed, used.Note), used.OnDisk);
        if (note.CountsOnce && HasUsedAllowance(note.Member))
            return (new OutageAnswer(OutageResult.AllowanceUsed, null), Task.CompletedTask);
        foreach (var item in ItemsOf(note))
        {
            if (_byItem.TryGetValue(item, out var holder))
                return (new OutageAnswer(OutageResult.ItemTaken, holder.Note), holder.OnDisk);
        }

        return null;
    }

    public void Add(OutageNote note, Task onDisk)
    {
        var kept = new Kept(_next++, note, onDisk);
        _byRequest[KeyOf(note.Request)] = kept;
        if (note.Token is { } token)
            _byToken[token] = kept;
        foreach (var item in ItemsOf(note))
            _byItem[item] = kept;
        if (note.CountsOnce)
            _allowanceUsed.Add(note.Member);
        _count = _byRequest.Count;
    }

    public void Remove(ReadOnlySpan<byte> key)
    {
        if (!_byRequest.Remove(new Guid(key), out var kept))
            return;
        if (kept.Note.Token is { } token)
            _byToken.Remove(token);
        foreach (var item in ItemsOf(kept.Note))
            _byItem.Remove(item);
        if (kept.Note.CountsOnce)
            _allowanceUsed.Remove(kept.Note.Member);
        _count = _byRequest.Count;
    }

    private static IEnumerable<ItemRef> ItemsOf(OutageNote note) => note.Terms.Items.Select(item => new ItemRef(note.Terms.PartnerId, item));

    private static Guid KeyOf(LedgerRequest request) => new(LedgerKeys.Of(request));

    private sealed record Kept(long Order, OutageNote Note, Task OnDisk);
}
