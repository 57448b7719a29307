using System.Collections.Concurrent;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>
/// The records that still count toward some limit, in memory, for checks that must not wait. Written by the store's writer alone,
/// after each commit; read by anyone without a lock. A record leaves when time alone has made it count no more.
/// </summary>
internal sealed class CountingView
{
    private readonly ConcurrentDictionary<MemberKey, MemberRecord> _records = new();
    private readonly PriorityQueue<MemberKey, DateTimeOffset> _leaving = new();

    public int Count => _records.Count;

    public MemberRecord? Find(MemberKey member) => _records.GetValueOrDefault(member);

    public void Put(MemberKey member, MemberRecord record)
    {
        _records[member] = record;
        if (record.CountsUntil is var until && until < DateTimeOffset.MaxValue)
        {
            _leaving.Enqueue(member, until);
        }
    }

    public void Sweep(DateTimeOffset now)
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
