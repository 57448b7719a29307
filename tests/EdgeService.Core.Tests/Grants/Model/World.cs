using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Core.Tests.Grants.Model;

/// <summary>
/// The rules and the model side by side: two members, two things, one dock, a clock that also goes back. The store is played by dictionaries, as
/// strict as a store is: a thing has one holder, a version rises by one.
/// </summary>
internal sealed class World
{
    private static readonly DateTimeOffset Start = Sample.Noon;
    private static readonly int[] Steps = [0, 0, 0, 1, 5, 20, 60, 119, 900, 3600, 4 * 3600, -3600];

    private readonly PlainRules _model = new(2);
    private readonly Commands _commands;
    private readonly MemberRecord[] _records = [MemberRecord.Empty, MemberRecord.Empty];
    private readonly Dictionary<ItemRef, ItemHolder> _items = [];
    private readonly SortedDictionary<uint, ReceiptSighting> _receipts = [];
    private DateTimeOffset _now = Start;

    public World() => _commands = new Commands(_model, Start);

    /// <summary>Commands done and refused, by result, over all worlds.</summary>
    public static Dictionary<(string Command, GrantResult Result), long> Seen { get; } = [];

    public void Play(Move move)
    {
        var next = _now.AddSeconds(Steps[move.Step]);
        _now = next < Start || next > Start.AddDays(6) ? _now : next;
        var command = _commands.Of(move, _now);
        var step = Custody.Apply(SceneOf(move.Who, command), command, _now);
        var allowed = _model.Do(move.Who, command, _now);

        var seen = (command.GetType().Name, step.Outcome.Result);
        Seen[seen] = Seen.GetValueOrDefault(seen) + 1;
        Hold(step.Outcome.Done == allowed, $"{command} at {_now:O}: {step.Outcome.Result}, but the model says {allowed}");
        Hold(step.Outcome.Done == (step.Next is not null), "a record changes if and only if something was done");
        if (step.Next is { } record)
        {
            Store(move.Who, step, record);
        }

        Compare.Grants(_model.Grants[move.Who], _records[move.Who], _now);
        Compare.Usage(_model.Grants[move.Who], _records[move.Who], _now);
    }

    internal static void Hold(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }

    private LedgerScene SceneOf(int who, GrantCommand command)
    {
        var around = default(ReceiptNeighbours);
        if (command is ReturnByReceipt { Receipt.Sequence: var number })
        {
            around = new ReceiptNeighbours(
                _receipts.TryGetValue(number, out var same) ? same : null,
                _receipts.Values.LastOrDefault(receipt => receipt.Sequence < number) is { Sequence: > 0 } before ? before : null,
                _receipts.Values.FirstOrDefault(receipt => receipt.Sequence > number) is { Sequence: > 0 } after ? after : null);
        }

        return new LedgerScene(_records[who], _items) { Member = new MemberKey((ulong)who), Receipts = around };
    }

    private void Store(int who, GrantStep step, MemberRecord next)
    {
        var before = _records[who];
        Hold(next.Version == before.Version + 1, "the version rises by one");
        Hold(step.Entries.Length > 0 && step.Entries.All(entry => entry.Version == next.Version), "every change is told");
        var self = new MemberKey((ulong)who);
        var changes = Items.Between(before, next);
        foreach (var freed in changes.Freed)
        {
            if (_items.TryGetValue(freed.Item, out var holder) && holder.Member == self && holder.Grant == freed.Grant)
            {
                _items.Remove(freed.Item);
            }
        }

        foreach (var taken in changes.Taken)
        {
            var free = !_items.TryGetValue(taken.Item, out var holder) || !holder.HoldsAt(_now) || (holder.Member == self && holder.Grant == taken.Grant);
            Hold(free || taken.Until == ItemHold.Lost, $"{taken.Item} has two holders");
            if (free)
            {
                _items[taken.Item] = new ItemHolder(self, taken.Grant, taken.Until);
            }
        }

        if (step.Seen is { } receipt)
        {
            _receipts.TryAdd(receipt.Sequence, receipt);
        }

        Compare.Edges(before, step.Entries);
        var bytes = LedgerEncoding.Write(next);
        _records[who] = LedgerEncoding.ReadRecord(bytes);
        Hold(LedgerEncoding.Write(_records[who]).AsSpan().SequenceEqual(bytes), "what is stored reads back");
    }
}
