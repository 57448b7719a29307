using System.Buffers.Binary;
using System.Formats.Cbor;
using System.Security.Cryptography;
using EdgeService.Core.Members;

namespace EdgeService.Core.Changes;

/// <summary>How records of a change log are stored: deterministic CBOR (RFC 8949 section 4.2), so that equal records have equal bytes.</summary>
public static class ChangeEncoding
{
    private const int TagBytes = 16;

    private enum Kind
    {
        Change = 1,
        Heartbeat = 2,
        Dropped = 3,
        Arrived = 4,
        Settled = 5,
        Through = 6,
    }

    public static byte[] Write(ChangeRecord record)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        switch (record)
        {
            case ChangeMade made:
                Start(writer, Kind.Change, 5);
                WriteChange(writer, made.Change);
                break;
            case ActArrived arrived:
                Start(writer, Kind.Arrived, 6);
                writer.WriteInt64(arrived.After);
                WriteChange(writer, arrived.Act);
                break;
            case ActSettled settled:
                Start(writer, Kind.Settled, 3);
                writer.WriteInt64(settled.Number);
                WriteTag(writer, settled.Member);
                break;
            case ActsThrough acts:
                Start(writer, Kind.Through, 2);
                writer.WriteInt64(acts.Through);
                break;
            case Heartbeat beat:
                Start(writer, Kind.Heartbeat, 3);
                writer.WriteInt64(beat.Through);
                writer.WriteInt64(beat.AsOf.ToUnixTimeMilliseconds());
                break;
            case ChangesDropped dropped:
                Start(writer, Kind.Dropped, 2);
                writer.WriteInt64(dropped.Through);
                break;
            default:
                throw new ArgumentException("A record of another kind.", nameof(record));
        }

        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads what <see cref="Write"/> wrote, and nothing else.</summary>
    /// <exception cref="FormatException">The bytes are no record, or one of a kind that this version does not know.</exception>
    public static ChangeRecord Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            reader.ReadStartArray();
            ChangeRecord record = (Kind)reader.ReadInt32() switch
            {
                Kind.Change => new ChangeMade(ReadChange(reader)),
                Kind.Heartbeat => new Heartbeat(reader.ReadInt64(), ReadMilliseconds(reader)),
                Kind.Dropped => new ChangesDropped(reader.ReadInt64()),
                Kind.Arrived => ReadArrived(reader),
                Kind.Settled => new ActSettled(reader.ReadInt64(), ReadTag(reader)),
                Kind.Through => new ActsThrough(reader.ReadInt64()),
                var other => throw new FormatException($"Records of kind {(int)other} are not known here."),
            };
            reader.ReadEndArray();
            return reader.BytesRemaining == 0 ? record : throw new FormatException("Bytes are left over.");
        }
        catch (Exception fault) when (fault is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new FormatException("The bytes are no record of a change log.", fault);
        }
    }

    /// <summary>Tells what one change says from what another says: the first 64 bits of the SHA-256 of its record.</summary>
    public static ulong DigestOf(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(record));

    private static void WriteChange(CborWriter writer, StandingChange change)
    {
        writer.WriteInt64(change.Revision);
        WriteTag(writer, change.Member);
        writer.WriteInt64(change.At.ToUnixTimeMilliseconds());
        ActEncoding.Write(writer, change.Act);
    }

    private static void WriteTag(CborWriter writer, MemberTag member)
    {
        Span<byte> tag = stackalloc byte[TagBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(tag, member.Key.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(tag[8..], member.Check);
        writer.WriteByteString(tag);
    }

    private static ActArrived ReadArrived(CborReader reader)
    {
        var after = reader.ReadInt64();
        return new(ReadChange(reader), after);
    }

    private static StandingChange ReadChange(CborReader reader) =>
        new(reader.ReadInt64(), ReadTag(reader), ReadMilliseconds(reader), ActEncoding.Read(reader));

    private static void Start(CborWriter writer, Kind kind, int fields)
    {
        writer.WriteStartArray(fields);
        writer.WriteInt32((int)kind);
    }

    private static MemberTag ReadTag(CborReader reader)
    {
        var bytes = reader.ReadByteString();
        return bytes.Length == TagBytes
            ? new(new MemberKey(BinaryPrimitives.ReadUInt64LittleEndian(bytes)), BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8)))
            : throw new FormatException("A member tag has 16 bytes.");
    }

    private static DateTimeOffset ReadMilliseconds(CborReader reader) => DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64());
}
