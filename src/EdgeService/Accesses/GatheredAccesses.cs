using System.Buffers;
using System.Runtime.InteropServices;
using EdgeService.Core.Members;

namespace EdgeService.Accesses;

/// <summary>
/// Accesses in memory until there are enough for a file: in a few large arrays that are used over and over, since a hundred thousand small ones would be
/// so many for the collector to carry. Not for several threads at once.
/// </summary>
internal sealed class GatheredAccesses(int most)
{
    private const int PieceBytes = 1 << 20;

    private readonly List<Entry> _entries = new(most);
    private readonly ArrayBufferWriter<byte> _records = new();

    public int Count => _entries.Count;

    public bool IsFull => _entries.Count >= most;

    /// <summary>When the first of them was, in milliseconds since 1970; the end of time where there is none.</summary>
    public long Earliest { get; private set; } = long.MaxValue;

    /// <summary>When the last of them was; the beginning of time where there is none.</summary>
    public long Latest { get; private set; } = long.MinValue;

    /// <summary>All of them as the journal has them, in pieces.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Records => AccessRecord.Pieces(_records.WrittenMemory, PieceBytes);

    /// <summary>All of them, one record after the other.</summary>
    public byte[] Copy() => _records.WrittenSpan.ToArray();

    /// <summary>Puts the entries in the order of members and then of time, for a file.</summary>
    public ReadOnlySpan<Entry> Sort()
    {
        var entries = CollectionsMarshal.AsSpan(_entries);
        entries.Sort();
        return entries;
    }

    public ReadOnlySpan<byte> IdOf(in Entry entry) => _records.WrittenSpan.Slice(entry.Start, entry.Length);

    /// <summary>Takes in records.</summary>
    public void Add(ReadOnlySpan<byte> records)
    {
        var start = _records.WrittenCount + AccessRecord.HeadBytes;
        _records.Write(records);
        for (; AccessRecord.TryRead(records, out var record); records = records[record.Length..])
        {
            var at = record.At;
            _entries.Add(new(record.Member.Value, at, start, record.DecisionId.Length));
            (Earliest, Latest) = (Math.Min(Earliest, at), Math.Max(Latest, at));
            start += record.Length;
        }
    }

    /// <summary>The member's accesses among them.</summary>
    public void Collect(MemberKey member, List<Access> found)
    {
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
        {
            if (entry.Member == member.Value)
                found.Add(new(member, entry.At, IdOf(entry).ToArray()));
        }
    }

    /// <summary>Forgets a member's accesses up to a moment: their bytes too.</summary>
    public void Erase(MemberKey member, long through)
    {
        var kept = new ArrayBufferWriter<byte>();
        for (var records = _records.WrittenSpan; AccessRecord.TryRead(records, out var record); records = records[record.Length..])
        {
            if (record.Member != member || record.At > through)
                kept.Write(records[..record.Length]);
        }

        Clear();
        Add(kept.WrittenSpan);
    }

    /// <summary>Puts present keys in the place of former ones; when the latest was of those whose member has none, null where all have.</summary>
    public long? Rekey(Func<MemberKey, MemberKey?> currentOf)
    {
        var (kept, dropped) = (new ArrayBufferWriter<byte>(), default(long?));
        for (var records = _records.WrittenSpan; AccessRecord.TryRead(records, out var record); records = records[record.Length..])
        {
            if (currentOf(record.Member) is { } current)
            {
                AccessRecord.Write(kept.GetSpan(record.Length), current, record.At, record.DecisionId);
                kept.Advance(record.Length);
            }
            else
            {
                dropped = Math.Max(dropped ?? record.At, record.At);
            }
        }

        Clear();
        Add(kept.WrittenSpan);
        return dropped;
    }

    public void Clear()
    {
        _entries.Clear();
        _records.Clear();
        (Earliest, Latest) = (long.MaxValue, long.MinValue);
    }

    /// <summary>One of them, and where its decision id is.</summary>
    /// <param name="Member">Whom it is about.</param>
    /// <param name="At">When, in milliseconds since 1970.</param>
    /// <param name="Start">Where its decision id begins.</param>
    /// <param name="Length">How long that is.</param>
    internal readonly record struct Entry(ulong Member, long At, int Start, int Length) : IComparable<Entry>
    {
        public int CompareTo(Entry other) => Member != other.Member ? Member.CompareTo(other.Member) : At.CompareTo(other.At);
    }
}
