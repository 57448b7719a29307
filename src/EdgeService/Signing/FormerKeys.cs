using EdgeService.Core.Members;

namespace EdgeService.Signing;

/// <summary>One key that a member was known by before the ledger was re-keyed.</summary>
/// <param name="Former">That key.</param>
/// <param name="Member">The key that the member has now.</param>
/// <param name="Since">When the ledger was re-keyed, in milliseconds since 1970.</param>
public readonly record struct FormerKey(MemberKey Former, MemberKey Member, long Since);

/// <summary>
/// By which keys members were known before, in memory: 32 bytes each, found by halving. Empty unless the ledger was re-keyed. Safe for any number of
/// threads; taken in whole, and replaced by one reference.
/// </summary>
public sealed class FormerKeys
{
    private volatile Table _table = new([]);

    /// <summary>How many there are.</summary>
    public int Count => _table.Count;

    /// <summary>Takes the place of all that was known.</summary>
    public void Take(IReadOnlyCollection<FormerKey> keys) => _table = new(keys);

    /// <summary>The key that a member has now, of any key that the member has had; a key that is nobody's former one is its own.</summary>
    public MemberKey CurrentOf(MemberKey key) => _table.TryFindMember(key, out var member) ? member : key;

    /// <summary>The first key that a member is known to have had; the member's own where none is.</summary>
    public MemberKey FirstOf(MemberKey member) => _table.TryFindFirst(member, out var first) ? first : member;

    /// <summary>The same as <see cref="CurrentOf"/>, for what is rewritten: false for a key that the ledger does not know, be it as a former or a present one.</summary>
    public bool TryCurrentOf(MemberKey key, out MemberKey current)
    {
        var table = _table;
        if (table.TryFindMember(key, out current))
            return true;
        current = key;
        return table.TryFindFirst(key, out _);
    }

    private sealed class Table
    {
        private readonly ulong[] _formers;
        private readonly ulong[] _membersOfFormers;
        private readonly ulong[] _members;
        private readonly ulong[] _firsts;

        public Table(IReadOnlyCollection<FormerKey> keys)
        {
            _formers = [.. keys.Select(key => key.Former.Value)];
            _membersOfFormers = [.. keys.Select(key => key.Member.Value)];
            var firsts = keys.OrderByDescending(key => key.Since).ToArray();
            Array.Sort(_formers, _membersOfFormers);

            // Of several the earliest is written last.
            var byMember = new Dictionary<ulong, ulong>(firsts.Length);
            foreach (var key in firsts)
                byMember[key.Member.Value] = key.Former.Value;
            (_members, _firsts) = ([.. byMember.Keys], [.. byMember.Values]);
            Array.Sort(_members, _firsts);
        }

        public int Count => _formers.Length;

        public bool TryFindMember(MemberKey former, out MemberKey member) => TryFind(_formers, _membersOfFormers, former, out member);

        public bool TryFindFirst(MemberKey member, out MemberKey first) => TryFind(_members, _firsts, member, out first);

        private static bool TryFind(ulong[] from, ulong[] to, MemberKey key, out MemberKey found)
        {
            var place = from.Length == 0 ? -1 : Array.BinarySearch(from, key.Value);
            found = place < 0 ? default : new(to[place]);
            return place >= 0;
        }
    }
}
