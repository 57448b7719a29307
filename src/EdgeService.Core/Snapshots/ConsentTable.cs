using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// The distinct consent sets of a file, each made once, at its first use: a file may hold a quarter of a million, and a start must not wait for them.
/// </summary>
internal sealed class ConsentTable
{
    private const int MaxPartners = 1 << 20;
    private const int MaxPartnerBytes = 32;

    private readonly SnapshotSection _section;
    private readonly string[] _partners;
    private readonly ConsentSet?[] _sets;

    private ConsentTable(SnapshotSection section, string[] partners, int setCount)
    {
        _section = section;
        _partners = partners;
        _sets = new ConsentSet?[setCount];
    }

    public int Count => _sets.Length;

    public static bool TryOpen(SnapshotSection partners, SnapshotSection sets, [NotNullWhen(true)] out ConsentTable? table)
    {
        table = null;
        if (!TryReadPartners(partners, out var names)
            || !sets.TryReadUInt32(0, out var setCount)
            || setCount is 0 or > SnapshotEntry.MaxConsentSets
            || sets.Length < ContractsAt(setCount))
        {
            return false;
        }

        table = new ConsentTable(sets, names, (int)setCount);
        return true;
    }

    /// <summary>The set at <paramref name="index"/>. Two threads may both make it the first time; either result is as good.</summary>
    public bool TryGet(long index, [NotNullWhen(true)] out ConsentSet? set)
    {
        set = (ulong)index < (ulong)_sets.Length ? _sets[index] ?? (_sets[index] = Make(index)) : null;
        return set is not null;
    }

    /// <summary>The set whose contracts stand as 4-byte numbers in <paramref name="contracts"/>; null if one cannot be read.</summary>
    public ConsentSet? Read(ReadOnlySpan<byte> contracts)
    {
        if (contracts.Length % sizeof(uint) != 0)
        {
            return null;
        }

        if (contracts.IsEmpty)
        {
            return ConsentSet.None;
        }

        var read = new Contract[contracts.Length / sizeof(uint)];
        for (var i = 0; i < read.Length; i++)
        {
            if (!TryReadContract(BitConverter.ToUInt32(contracts[(i * sizeof(uint))..]), out read[i]))
            {
                return null;
            }
        }

        return new ConsentSet(read);
    }

    /// <summary>The contract of a number: scene in bits 31–24, number of the partner in bits 23–0.</summary>
    public bool TryReadContract(uint bits, out Contract contract)
    {
        var partner = bits & 0xFF_FFFF;
        var scene = (Scene)(bits >> 24);
        var known = partner < _partners.Length && Enum.IsDefined(scene);
        contract = known ? new Contract(scene, _partners[partner]) : default;
        return known;
    }

    private ConsentSet? Make(long index)
    {
        var offsets = sizeof(uint) * (1 + index);
        if (!_section.TryReadUInt32(offsets, out var first)
            || !_section.TryReadUInt32(offsets + sizeof(uint), out var end)
            || end < first
            || !_section.TrySlice(ContractsAt(_sets.Length) + ((long)first * sizeof(uint)), (end - (long)first) * sizeof(uint), out var contracts))
        {
            return null;
        }

        return Read(contracts);
    }

    /// <summary>After the count and count + 1 offsets.</summary>
    private static long ContractsAt(long setCount) => sizeof(uint) * (setCount + 2);

    private static bool TryReadPartners(SnapshotSection section, out string[] names)
    {
        names = [];
        if (!section.TryReadUInt32(0, out var count) || count > MaxPartners || section.Length < sizeof(uint) * (count + 2L))
        {
            return false;
        }

        var read = new string[count];
        var textAt = sizeof(uint) * (count + 2L);
        for (var i = 0; i < read.Length; i++)
        {
            if (!section.TryReadUInt32(sizeof(uint) * (1L + i), out var first)
                || !section.TryReadUInt32(sizeof(uint) * (2L + i), out var end)
                || end < first
                || end - first > MaxPartnerBytes
                || !section.TrySlice(textAt + first, end - first, out var text))
            {
                return false;
            }

            read[i] = Encoding.ASCII.GetString(text);
        }

        names = read;
        return true;
    }
}
