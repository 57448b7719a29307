using System.Buffers.Binary;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>
/// The members who are entered under another key than their own, because a file could not tell them from somebody else by it. Once given, a
/// replacement stays with its member from snapshot to snapshot: ledger and tokens know the member by it.
/// </summary>
public sealed class Replacements
{
    private readonly SortedDictionary<MemberTag, MemberKey> _keys;
    private readonly Dictionary<MemberTag, MemberTag> _owners;
    private readonly bool[] _beginnings = new bool[1 << 16];

    private Replacements(SortedDictionary<MemberTag, MemberKey> keys)
    {
        _keys = keys;
        _owners = keys.ToDictionary(pair => new MemberTag(pair.Value, pair.Key.Check), pair => pair.Key);
        foreach (var tag in keys.Keys)
        {
            _beginnings[tag.Key.Value >> 48] = true;
        }
    }

    /// <summary>Nobody is entered under another key.</summary>
    public static Replacements None { get; } = new([]);

    public int Count => _keys.Count;

    /// <summary>Those of an earlier snapshot, to be carried on.</summary>
    public static Replacements Of(SnapshotView previous)
    {
        ArgumentNullException.ThrowIfNull(previous);
        SortedDictionary<MemberTag, MemberKey> keys = [];
        for (long ordinal = 0; ordinal < previous.ReplacementCount; ordinal++)
        {
            if (previous.ReplacementAt(ordinal) is { } replacement)
            {
                keys[replacement.Tag] = replacement.Key;
            }
        }

        return new(keys);
    }

    /// <summary>The tag under which a member is entered: the own one, or the same check beside the replacement key.</summary>
    public MemberTag Enter(in MemberTag own) =>
        _beginnings[own.Key.Value >> 48] && _keys.TryGetValue(own, out var key) ? new MemberTag(key, own.Check) : own;

    /// <summary>Whether the member who is entered so has been given a key.</summary>
    internal bool Holds(in MemberTag entered) => _owners.ContainsKey(entered);

    /// <summary>These, and a new key for each member who is entered as one of <paramref name="colliding"/>.</summary>
    internal Replacements With(IEnumerable<MemberTag> colliding)
    {
        var keys = new SortedDictionary<MemberTag, MemberKey>(_keys);
        foreach (var entered in colliding)
        {
            var own = _owners.GetValueOrDefault(entered, entered);
            keys[own] = NextKey(own, entered.Key);
        }

        return new(keys);
    }

    /// <summary>Keys under which members were entered who are entered under another one now.</summary>
    internal IReadOnlySet<MemberKey> MovedSince(Replacements earlier) =>
        _keys.Where(pair => earlier.Enter(pair.Key).Key != pair.Value).Select(pair => earlier.Enter(pair.Key).Key).ToHashSet();

    /// <summary>The section of the file: ascending by tag.</summary>
    internal byte[] ToBytes()
    {
        var bytes = new byte[_keys.Count * SnapshotFormat.ReplacementBytes];
        var place = bytes.AsSpan();
        foreach (var (tag, key) in _keys)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(place, tag.Key.Value);
            BinaryPrimitives.WriteUInt64LittleEndian(place[8..], tag.Check);
            BinaryPrimitives.WriteUInt64LittleEndian(place[16..], key.Value);
            place = place[SnapshotFormat.ReplacementBytes..];
        }

        return bytes;
    }

    /// <summary>
    /// The keys that a member may be given follow from the member alone, so that two builds of the same input give the same one.
    /// </summary>
    private static MemberKey NextKey(in MemberTag own, MemberKey current)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        var passedCurrent = current == own.Key;
        for (var attempt = 0; ; attempt++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(number, attempt);
            var key = new MemberKey(SipHash.Of(own.Key.Value, own.Check, number));
            if (passedCurrent && key != current)
            {
                return key;
            }

            // A key that came with an earlier snapshot may have been chosen otherwise: then any of ours follows it.
            passedCurrent |= key == current || attempt == byte.MaxValue;
        }
    }
}
