using System.Collections.Concurrent;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>
/// The records that still count toward some limit, in memory, for checks that must not wait. Written after each commit, here or at another
/// edge; read by anyone without a lock. A record leaves when time alone has made it count no more.
/// </summary>
internal sealed class CountingView
{
    private readonly ConcurrentDictionary<MemberKey, MemberRecord> _records = new();
    private readonly PriorityQueue<MemberKey, DateTimeOffset> _leaving = new();
    private readonly Lock _writing = new();

    public int Count => _records.Count;

    public MemberRecord? Find(MemberKey member) => _records.GetValueOrDefault(member);

    /// <summary>Puts a record in its place, unless a later version is there: versions may arrive in any order.</summary>
    public void Put(MemberKey member, MemberRecord record)
    {
        lock (_writing)
        {
            if (_records.TryGetValue(member, out var known) && known.Version >= record.Version)
            {
                return;
            }

            _records[member] = record;
            if (record.CountsUntil is var until && until < DateTimeOffset.MaxValue)
            {
                _leaving.Enqueue(member, until);
            }
        }
    }

    /// <summary>Open grants by perk, of all records or of the first that come: their order is that of hashed keys, so that those are as good as drawn.</summary>
    public OpenCount CountOpen(DateTimeOffset now, int most)
    {
        var byPerk = new Dictionary<string, OpenGrants>(StringComparer.Ordinal);
        var counted = 0;
        foreach (var (_, record) in _records)
        {
            if (counted == most)
            {
                break;
            }

            counted++;
            foreach (var grant in record.Grants)
            {
                byPerk[grant.Terms.PerkId] = byPerk.GetValueOrDefault(grant.Terms.PerkId).With(grant, now);
            }
        }

        return new OpenCount(byPerk, counted, Math.Max(counted, _records.Count));
    }

    public void Sweep(DateTimeOffset now)
    {
        lock (_writing)
        {
            while (_leaving.TryPeek(out var member, out var until) && until <= now)
            {
                _leaving.Dequeue();
                if (_records.TryGetValue(member, out var record) && record.CountsUntil <= now)
                {
                    _records.TryRemove(member, out _);
                }
            }
        }
    }
}
