using System.Runtime.InteropServices;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Counting;

/// <summary>
/// Consents of two files compared. Each numbers its sets by itself: equal sets are found once, then members are compared by numbers, and
/// moves from set to set are counted before they are looked into.
/// </summary>
internal sealed class ConsentMoves
{
    /// <summary>Distinct moves that are counted before they are added up.</summary>
    private const int MostWaiting = 1 << 20;

    private readonly SnapshotView _before;
    private readonly SnapshotView _after;
    private readonly int[] _sameAfter;
    private readonly Dictionary<(int Before, int After), long> _waiting = [];

    public ConsentMoves(SnapshotView before, SnapshotView after)
    {
        (_before, _after) = (before, after);
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var index = 0; index < after.ConsentSetCount; index++)
        {
            places.TryAdd(TextOf(after.ConsentSetAt(index)), index);
        }

        _sameAfter = new int[before.ConsentSetCount];
        for (var index = 0; index < _sameAfter.Length; index++)
        {
            _sameAfter[index] = places.GetValueOrDefault(TextOf(before.ConsentSetAt(index)), -1);
        }
    }

    public Dictionary<Contract, long> Given { get; } = [];

    public Dictionary<Contract, long> Withdrawn { get; } = [];

    /// <summary>Whether a member with these numbers consents to other things than before; if so, the move is counted.</summary>
    public bool Take(int before, int after)
    {
        if (before < _sameAfter.Length && _sameAfter[before] == after)
        {
            return false;
        }

        CollectionsMarshal.GetValueRefOrAddDefault(_waiting, (before, after), out _)++;
        if (_waiting.Count == MostWaiting)
        {
            AddUp();
        }

        return true;
    }

    /// <summary>The same for sets that stand in the details.</summary>
    public bool Take(ConsentSet before, ConsentSet after, long members = 1)
    {
        var changed = false;
        changed |= Count(after, before, Given, members);
        changed |= Count(before, after, Withdrawn, members);
        return changed;
    }

    /// <summary>Looks into the moves counted so far.</summary>
    public void AddUp()
    {
        foreach (var ((before, after), members) in _waiting)
        {
            Take(_before.ConsentSetAt(before) ?? ConsentSet.None, _after.ConsentSetAt(after) ?? ConsentSet.None, members);
        }

        _waiting.Clear();
    }

    private static bool Count(ConsentSet set, ConsentSet other, Dictionary<Contract, long> counts, long members)
    {
        var any = false;
        foreach (var contract in set.Contracts.Where(contract => !other.Contains(contract)))
        {
            counts[contract] = counts.GetValueOrDefault(contract) + members;
            any = true;
        }

        return any;
    }

    private static string TextOf(ConsentSet? set) => set is null
        ? "unreadable"
        : string.Join(' ', set.Contracts.Select(contract => $"{(int)contract.Scene}@{contract.PartnerId}").Order(StringComparer.Ordinal));
}
