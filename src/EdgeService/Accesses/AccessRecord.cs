using System.Buffers.Binary;
using EdgeService.Core.Members;

namespace EdgeService.Accesses;

/// <summary>One access in bytes, as memory and the journal have it: member, time and length of the decision id, little-endian, then the id.</summary>
internal readonly ref struct AccessRecord
{
    public const int HeadBytes = 18;

    /// <summary>Whether a record is wanted.</summary>
    public delegate bool Wanted(in AccessRecord record);

    private readonly ReadOnlySpan<byte> _bytes;

    private AccessRecord(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Bytes of the whole record.</summary>
    public int Length => _bytes.Length;

    public MemberKey Member => new(BinaryPrimitives.ReadUInt64LittleEndian(_bytes));

    /// <summary>When, in milliseconds since 1970.</summary>
    public long At => BinaryPrimitives.ReadInt64LittleEndian(_bytes[8..]);

    public ReadOnlySpan<byte> DecisionId => _bytes[HeadBytes..];

    /// <summary>Writes a record to where there is room for it.</summary>
    /// <param name="bytes">As many as the head and the decision id take.</param>
    /// <param name="member">Whom it is about.</param>
    /// <param name="at">When, in milliseconds since 1970.</param>
    /// <param name="decisionId">At most 65,535 bytes.</param>
    public static void Write(Span<byte> bytes, MemberKey member, long at, ReadOnlySpan<byte> decisionId)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, member.Value);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], at);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[16..], checked((ushort)decisionId.Length));
        decisionId.CopyTo(bytes[HeadBytes..]);
    }

    /// <summary>The first of several records; false where none is.</summary>
    public static bool TryRead(ReadOnlySpan<byte> records, out AccessRecord record)
    {
        record = default;
        if (records.Length < HeadBytes)
            return false;
        record = new(records[..(HeadBytes + BinaryPrimitives.ReadUInt16LittleEndian(records[16..]))]);
        return true;
    }

    /// <summary>Cuts records into pieces that a journal takes at once.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Pieces(ReadOnlyMemory<byte> records, int mostBytes)
    {
        while (records.Length > 0)
        {
            var end = 0;
            while (TryRead(records.Span[end..], out var record) && (end == 0 || end + record.Length <= mostBytes))
                end += record.Length;
            yield return records[..end];
            records = records[end..];
        }
    }

    /// <summary>Records one after the other, as values; their ids stay where they are.</summary>
    public static IEnumerable<Access> All(ReadOnlyMemory<byte> records)
    {
        while (First(records) is { } length)
        {
            yield return Of(records[..length]);
            records = records[length..];
        }
    }

    /// <summary>Moves those that are wanted together; returns how many bytes they take.</summary>
    public static int Keep(Span<byte> records, Wanted isWanted)
    {
        var (kept, at) = (0, 0);
        while (TryRead(records[at..], out var record))
        {
            var length = record.Length;
            if (isWanted(record))
            {
                if (kept < at)
                    records.Slice(at, length).CopyTo(records[kept..]);
                kept += length;
            }

            at += length;
        }

        return kept;
    }

    public static int Count(ReadOnlySpan<byte> records)
    {
        var count = 0;
        for (; TryRead(records, out var record); records = records[record.Length..])
            count++;
        return count;
    }

    private static int? First(ReadOnlyMemory<byte> records) => TryRead(records.Span, out var record) ? record.Length : null;

    private static Access Of(ReadOnlyMemory<byte> bytes)
    {
        var record = new AccessRecord(bytes.Span);
        return new(record.Member, record.At, bytes[HeadBytes..]);
    }
}
