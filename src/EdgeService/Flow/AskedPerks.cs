using System.Numerics;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Ledger;

namespace EdgeService.Flow;

/// <summary>What became of a further question.</summary>
/// <param name="Fits">Whether the perk is within the budget.</param>
/// <param name="Steps">Distinct score thresholds asked about since midnight, where this question brought a new one; otherwise 0.</param>
/// <param name="IsNews">Whether it is the first that other edges have not been told of.</param>
public readonly record struct FurtherQuestion(bool Fits, int Steps, bool IsNews);

/// <summary>
/// The perks that one partner has asked about for one member on one day (UTC): at this edge, and at others of the same ledger as far as they have told. For any
/// number of threads.
/// </summary>
/// <param name="day">The day, counted from 1970.</param>
/// <param name="partnerId">The partner.</param>
/// <param name="member">The member.</param>
/// <param name="most">The budget. What other edges let through beyond it is remembered too.</param>
internal sealed class AskedPerks(int day, string partnerId, MemberKey member, int most)
{
    private readonly Lock _adding = new();
    private ushort[] _codes = new ushort[most];
    private int _count;
    private int _thresholds;

    /// <summary>How many of the first codes other edges know.</summary>
    private int _told;
    private bool _isTold = true;

    public int Day => day;

    /// <summary>Whether the perk was asked about already. Takes no lock and no memory.</summary>
    public bool Has(ushort code)
    {
        var count = Volatile.Read(ref _count); // Before the codes, which only ever grow.
        return Volatile.Read(ref _codes).AsSpan(0, count).Contains(code);
    }

    public FurtherQuestion Add(Perk perk)
    {
        lock (_adding)
        {
            if (Has(perk.Code))
                return new(true, 0, false);
            if (_count >= most)
                return new(false, 0, false);
            Append(perk.Code);
            var isNews = _isTold;
            _isTold = false;
            return new(true, Climb(perk), isNews);
        }
    }

    /// <summary>What other edges are to be told.</summary>
    public AskedPair Untold()
    {
        lock (_adding)
        {
            var codes = _codes[_told.._count];
            (_told, _isTold) = (_count, true);
            return new(day, partnerId, member, codes);
        }
    }

    /// <summary>Says that they were not told: everything is to be told again, which changes nothing where it was. Whether nothing else has become news meanwhile.</summary>
    public bool Untell()
    {
        lock (_adding)
        {
            var wasTold = _isTold;
            (_told, _isTold) = (0, false);
            return wasTold;
        }
    }

    /// <summary>Takes in what was asked at all edges. Distinct score thresholds then, where other edges brought a new one; otherwise 0.</summary>
    public int Learn(IReadOnlyList<ushort> codes, PerkCatalog catalog)
    {
        lock (_adding)
        {
            var steps = 0;
            foreach (var code in codes)
            {
                if (Has(code))
                    continue;
                if (_told == _count)
                    _told++; // Nothing of this edge's own stands before it untold.
                Append(code);
                if (catalog.FindPerk(code) is { } perk)
                    steps = Math.Max(steps, Climb(perk));
            }

            return steps;
        }
    }

    private void Append(ushort code)
    {
        if (_count == _codes.Length)
        {
            var more = new ushort[_count + 4];
            _codes.CopyTo(more, 0);
            Volatile.Write(ref _codes, more);
        }

        _codes[_count] = code;
        Volatile.Write(ref _count, _count + 1);
    }

    private int Climb(Perk perk)
    {
        // Where the member states what is asked, as with the band of a badge, the terminal climbs nothing.
        var before = _thresholds;
        if (perk is { AsksEachTime: false, Thresholds: [.., var highest] })
            _thresholds |= 1 << highest.Index;
        return _thresholds == before ? 0 : BitOperations.PopCount((uint)_thresholds);
    }
}
