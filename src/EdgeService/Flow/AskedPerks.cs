using System.Numerics;
using EdgeService.Core.Perks;

namespace EdgeService.Flow;

/// <summary>What became of a further question.</summary>
/// <param name="Fits">Whether the perk is within the budget.</param>
/// <param name="Steps">Distinct score thresholds asked about since midnight, where this question brought a new one; otherwise 0.</param>
public readonly record struct FurtherQuestion(bool Fits, int Steps);

/// <summary>The perks that one partner has asked about for one member since midnight (UTC). For any number of threads.</summary>
internal sealed class AskedPerks(int most)
{
    private readonly Lock _adding = new();
    private readonly ushort[] _codes = new ushort[most];

    /// <summary>The day in the upper half, how many codes in the lower: read and written as one.</summary>
    private long _state;
    private int _thresholds;

    /// <summary>Whether the perk was asked about on that day already. Takes no lock and no memory.</summary>
    public bool Has(int day, ushort code)
    {
        var state = Volatile.Read(ref _state);
        return (int)(state >> 32) == day && _codes.AsSpan(0, (int)(uint)state).Contains(code);
    }

    public FurtherQuestion Add(int day, Perk perk)
    {
        lock (_adding)
        {
            if ((int)(_state >> 32) != day)
            {
                Volatile.Write(ref _state, (long)day << 32);
                _thresholds = 0;
            }

            if (Has(day, perk.Code))
                return new(true, 0);
            var count = (int)(uint)_state;
            if (count == _codes.Length)
                return new(false, 0);
            _codes[count] = perk.Code;
            Volatile.Write(ref _state, _state + 1);
            return new(true, Climb(perk));
        }
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
