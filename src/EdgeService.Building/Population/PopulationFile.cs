using System.Buffers.Binary;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;

namespace EdgeService.Building.Population;

/// <summary>
/// The binary form of a population: a head with the tables, then 24 bytes a member (key 8, check 8, facts 8; little-endian).
/// README.md beside this file has the bytes.
/// </summary>
public static class PopulationFile
{
    public const int RecordBytes = 24;

    private const int FixedHeadBytes = 32;

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

    internal static void WriteRecord(Stream output, MemberTag tag, MemberFacts facts)
    {
        Span<byte> record = stackalloc byte[RecordBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(record, tag.Key.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], tag.Check);
        BinaryPrimitives.WriteUInt64LittleEndian(record[16..], facts.Bits);
        output.Write(record);
    }

    /// <summary>Reads all members and fills <paramref name="tables"/>; a record's number stands for the line. Null, with a fault, when it is no such file.</summary>
    internal static List<MemberRow>? Read(Stream input, string source, StandingTables tables, InputFaults faults)
    {
        var head = new byte[FixedHeadBytes];
        if (input.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length || !head.AsSpan().StartsWith(Magic))
        {
            faults.Add(source, 0, "not the binary form of a population, version 1");
            return null;
        }

        var count = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(16));
        var tableLength = BinaryPrimitives.ReadInt64LittleEndian(head.AsSpan(24));
        if (count < 0 || count > Array.MaxLength || tableLength is < 0 or > int.MaxValue || !PopulationTables.TryRead(input, (int)tableLength, tables))
        {
            faults.Add(source, 0, "its tables cannot be read");
            return null;
        }

        return ReadRecords(input, source, count, tables, faults);
    }

    private static List<MemberRow>? ReadRecords(Stream input, string source, long count, StandingTables tables, InputFaults faults)
    {
        List<MemberRow> rows = [];
        var record = new byte[RecordBytes];
        for (long number = 1; number <= count; number++)
        {
            if (input.ReadAtLeast(record, RecordBytes, throwOnEndOfStream: false) < RecordBytes)
            {
                faults.Add(source, number, $"the file ends here, though it says it holds {count} members");
                return null;
            }

            var facts = new MemberFacts(BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(16)));
            if (!facts.HasValidScore || facts.ConsentIndex >= tables.ConsentSets.Count || facts.BansIndex >= tables.BanLists.Count)
            {
                faults.Add(source, number, "score, consent set or bans out of range");
            }

            var key = new MemberKey(BinaryPrimitives.ReadUInt64LittleEndian(record));
            rows.Add(new(new(key, BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(8))), facts.Bits, number));
        }

        return rows;
    }
}
