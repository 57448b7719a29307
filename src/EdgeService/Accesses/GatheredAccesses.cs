using System.Buffers;
using System.Buffers.Binary;
using EdgeService.Core.Members;

namespace EdgeService.Accesses;

/// <summary>
/// Accesses in memory until there are enough for a file: in a few large arrays that are used over and over, since a hundred thousand small ones would be
/// so many for the collector to carry. Not for several threads at once.
/// </summary>
internal sealed class GatheredAccesses(int most)
{
    private const int HeadBytes = 18;

    private readonly List<(ulong Member, long At, int Start, int Length)> _entries = new(most);
    private readonly ArrayBufferWriter<byte> _ids = new();

    public int Count => _entries.Count;

    public bool IsFull => _entries.Count >= most;

    /// <summary>When the first of them was, in milliseconds since 1970; the end of time where there is none.</summary>
    public long Earliest { get; private set; } = long.MaxValue;

    /// <summary>Entries in the order of members and then of time, for a file.</summary>
    public List<(ulong Member, long At, int Start, int Length)> Sorted()
    {
        _entries.Sort(static (one, other) => one.Member != other.Member ? one.Member.CompareTo(other.Member) : one.At.CompareTo(other.At));
        return _entries;
    }

    public ReadOnlySpan<byte> IdOf((ulong Member, long At, int Start, int Length) entry) => _ids.WrittenSpan.Slice(entry.Start, entry.Length);

    public void Add(MemberKey member, long at, ReadOnlySpan<byte> id)
    {
        _entries.Add((member.Value, at, _ids.WrittenCount, id.Length));
        _ids.Write(id);
        Earliest = Math.Min(Earliest, at);
    }

    /// <summary>The member's accesses among them.</summary>
    public void Collect(MemberKey member, List<Access> found)
    {
        foreach (var entry in _entries)
        {
            if (entry.Member == member.Value)
                found.Add(new(member, entry.At, IdOf(entry).ToArray()));
        }
    }

    /// <summary>Forgets a member's accesses: their bytes too.</summary>
    public void Erase(MemberKey member)
    {
        var kept = _entries.Where(entry => entry.Member != member.Value).Select(entry => (new MemberKey(entry.Member), entry.At, IdOf(entry).ToArray())).ToList();
        Clear();
        foreach (var (owner, at, id) in kept)
            Add(owner, at, id);
    }

    public void Clear()
    {
        _entries.Clear();
        _ids.Clear();
        Earliest = long.MaxValue;
    }

    /// <summary>One access as the journal has it: member, time and length, little-endian, then the decision id.</summary>
    public static void Encode(IBufferWriter<byte> journal, MemberKey member, long at, ReadOnlySpan<byte> id)
    {
        var bytes = journal.GetSpan(HeadBytes + id.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, member.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], at);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[16..], (ushort)id.Length);
        id.CopyTo(bytes[HeadBytes..]);
        journal.Advance(HeadBytes + id.Length);
    }

    /// <summary>All of them as the journal has them.</summary>
    public ReadOnlyMemory<byte> Encode()
    {
        var journal = new ArrayBufferWriter<byte>();
        foreach (var entry in _entries)
            Encode(journal, new(entry.Member), entry.At, IdOf(entry));
        return journal.WrittenMemory;
    }

    /// <summary>Takes in what a record of the journal holds.</summary>
    public void Decode(ReadOnlySpan<byte> record)
    {
        while (record.Length >= HeadBytes)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(record[16..]);
            Add(new(BinaryPrimitives.ReadUInt64LittleEndian(record)), BinaryPrimitives.ReadInt64LittleEndian(record[8..]), record.Slice(HeadBytes, length));
            record = record[(HeadBytes + length)..];
        }
    }
}
