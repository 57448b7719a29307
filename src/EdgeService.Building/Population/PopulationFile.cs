using System.Buffers.Binary;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Population;

/// <summary>
/// The binary form of a population: a head with the tables, then 24 bytes a member (key 8, check 8, facts 8; little-endian).
/// README.md beside this file has the bytes.
/// </summary>
public static class PopulationFile
{
    public const int RecordBytes = 24;

    private const int FixedHeadBytes = 32;
    private const int LongestTables = 1 << 30;
    private const int RecordsAtOnce = 1 << 15;

    private static ReadOnlySpan<byte> Magic => "PERKSPOP\u0001\0\0\0\0\0\0\0"u8;

    internal static void WriteHead(Stream output, long count, StandingTables tables)
    {
        var rest = PopulationTables.ToBytes(tables);
        Span<byte> head = stackalloc byte[FixedHeadBytes];
        Magic.CopyTo(head);
        BinaryPrimitives.WriteInt64LittleEndian(head[16..], count);
        BinaryPrimitives.WriteInt64LittleEndian(head[24..], rest.Length);
        output.Write(head);
        output.Write(rest);
    }

    internal static void WriteRecord(Span<byte> record, MemberTag tag, MemberFacts facts)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(record, tag.Key.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], tag.Check);
        BinaryPrimitives.WriteUInt64LittleEndian(record[16..], facts.Bits);
    }

    /// <summary>
    /// Reads what precedes the records and fills <paramref name="tables"/>. Null, with a fault, when it is no such file, or a shorter one
    /// than it says.
    /// </summary>
    internal static PopulationHead? ReadHead(Stream input, string source, StandingTables tables, InputFaults faults)
    {
        var head = new byte[FixedHeadBytes];
        if (input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan().StartsWith(Magic))
        {
            faults.Add(source, 0, "not the binary form of a population, version 1");
            return null;
        }

        var count = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(16));
        var tableLength = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(24));
        var plausible = count is >= 0 and <= SnapshotFormat.MaxMembers
            && tableLength is >= 0 and <= LongestTables && tableLength <= input.Length;
        if (!plausible || !PopulationTables.TryRead(input, (int)tableLength, tables))
        {
            faults.Add(source, 0, "its tables cannot be read");
            return null;
        }

        var whole = (input.Length - input.Position) / RecordBytes;
        if (whole < count)
        {
            faults.Add(source, whole + 1, $"the file ends here, though it says it holds {count} members");
            return null;
        }

        return new PopulationHead(count, input.Position);
    }

    /// <summary>Goes through records; a record's number, from 1, stands for the line.</summary>
    /// <param name="input">Seekable; left behind the last record.</param>
    /// <param name="head">What precedes the records.</param>
    /// <param name="first">Number of the first record wanted.</param>
    /// <param name="end">Number behind the last.</param>
    /// <param name="sink">Takes each.</param>
    internal static void ReadRecords(Stream input, PopulationHead head, long first, long end, RowSink sink)
    {
        input.Position = head.RecordsAt + ((first - 1) * RecordBytes);
        var records = new byte[RecordsAtOnce * RecordBytes];
        while (first < end)
        {
            var bytes = records.AsSpan(0, (int)Math.Min(RecordsAtOnce, end - first) * RecordBytes);
            input.ReadExactly(bytes);
            for (; !bytes.IsEmpty; bytes = bytes[RecordBytes..], first++)
            {
                var key = new MemberKey(BinaryPrimitives.ReadUInt64LittleEndian(bytes));
                var check = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
                sink(new MemberRow(new MemberTag(key, check), BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..])), first);
            }
        }
    }
}

/// <summary>How many records a file in the binary form holds, and the byte at which they begin.</summary>
internal readonly record struct PopulationHead(long Count, long RecordsAt);
