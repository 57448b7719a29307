using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots.Changes;

/// <summary>
/// Members and their later standings in flat arrays that never change once filled: no object a member for the collector to visit, and nothing for
/// readers to wait for. Keys are uniform already, so their upper bits say where to look; between one and two thirds of the places are taken.
/// Takes 50 to 70 bytes a member.
/// </summary>
internal sealed class OverlayTable
{
    private readonly ulong[] _keys;
    private readonly int[] _ordinals;
    private readonly Standing[] _standings;
    private readonly int _shift;
    private int _zero = -1;

    /// <param name="entries">Each member once; null for one who has left.</param>
    public OverlayTable(Dictionary<MemberKey, Standing?> entries)
    {
        var places = BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, entries.Count + (entries.Count / 2)));
        (_keys, _ordinals, _standings) = (new ulong[places], new int[places], new Standing[entries.Count]);
        _shift = 64 - BitOperations.Log2(places);
        foreach (var (member, standing) in entries)
            Add(member.Value, standing ?? default);
    }

    public int Count { get; private set; }

    /// <summary>All members entered.</summary>
    public IEnumerable<KeyValuePair<MemberKey, Standing?>> Entries
    {
        get
        {
            if (_zero >= 0)
                yield return new(default, StandingAt(_zero));
            for (var place = 0; place < _keys.Length; place++)
            {
                if (_keys[place] != 0)
                    yield return new(new(_keys[place]), StandingAt(_ordinals[place]));
            }
        }
    }

    /// <summary>False when nothing is entered about the member; otherwise the standing, null for one who has left.</summary>
    public bool TryGet(MemberKey member, out Standing? standing)
    {
        var place = Find(member.Value);
        var ordinal = member.Value == 0 ? _zero : _keys[place] == 0 ? -1 : _ordinals[place];
        standing = ordinal < 0 ? null : StandingAt(ordinal);
        return ordinal >= 0;
    }

    /// <summary>Has the processor fetch the place where the member would be, so that many such reads overlap. Only a hint.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe void Prefetch(MemberKey member)
    {
        // The collector may move the array meanwhile: then something else is fetched, and nothing read from it.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref _keys[(int)(member.Value >> _shift)]));
    }

    /// <summary>One who has left is kept as a standing without a consent set, which no member's is.</summary>
    private Standing? StandingAt(int ordinal) => _standings[ordinal] is { Consents: not null } standing ? standing : null;

    private void Add(ulong key, in Standing standing)
    {
        // The key 0 marks an empty place, and is as good a key as any other.
        if (key == 0)
        {
            _zero = Count;
        }
        else
        {
            var place = Find(key);
            (_keys[place], _ordinals[place]) = (key, Count);
        }

        _standings[Count++] = standing;
    }

    /// <summary>Where the key is, or the empty place where it would be.</summary>
    private int Find(ulong key)
    {
        var keys = _keys;
        var place = (int)(key >> _shift);
        while (keys[place] != key && keys[place] != 0)
            place = (place + 1) & (keys.Length - 1);
        return place;
    }
}
