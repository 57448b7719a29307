using System.Formats.Cbor;

namespace EdgeService.Core.Grants;

/// <summary>
/// How records and entries are stored: one CBOR array (RFC 8949, deterministic) whose first number is the format. Equal values
/// give equal bytes. Times are milliseconds since 1970 in UTC.
/// </summary>
public static class LedgerEncoding
{
    /// <summary>
    /// The format written. Every earlier one stays readable: a later one only adds fields at the end of an array, so that what an array
    /// holds follows from its length.
    /// </summary>
    public const int Format = 3;

    private const int RecordFields = 8;
    private const int EntryFields = 7;

    public static byte[] Write(MemberRecord record)
    {
        var writer = Start(RecordFields);
        writer.WriteInt64(record.Version);
        writer.WriteInt64(record.NextGrant);
        writer.WriteTime(record.ForgottenThrough);
        writer.WriteAll(record.Grants, GrantFields.Write);
        writer.WriteAll(record.Spent, TokenFields.Write);
        writer.WriteAll(record.Revoked, TokenFields.Write);
        writer.WriteTime(record.ForgottenGrants);
        writer.WriteEndArray();
        return writer.Encode();
    }

    public static byte[] Write(LedgerEntry entry)
    {
        var writer = Start(EntryFields);
        writer.WriteInt32((int)entry.Kind);
        writer.WriteInt64(entry.Version);
        writer.WriteTime(entry.RecordedAt);
        GrantFields.Write(writer, entry.Transition);
        writer.WriteOptional(entry.Grant, GrantFields.Write);
        writer.WriteOptional(entry.Token, TokenFields.Write);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="FormatException">The bytes are no record, or of a format not known here.</exception>
    public static MemberRecord ReadRecord(ReadOnlyMemory<byte> bytes) => Read(bytes, RecordFields - 1, RecordFields, static (reader, fields) => new MemberRecord
    {
        Version = reader.ReadInt64(),
        NextGrant = reader.ReadInt64(),
        ForgottenThrough = reader.ReadTime(),
        Grants = reader.ReadAll(GrantFields.ReadGrant),
        Spent = reader.ReadAll(TokenFields.ReadSpent),
        Revoked = reader.ReadAll(TokenFields.ReadRevoked),
        ForgottenGrants = fields == RecordFields ? reader.ReadTime() : DateTimeOffset.UnixEpoch,
    });

    /// <summary>Reads an entry.</summary>
    /// <exception cref="FormatException">The bytes are no entry, or of a format not known here.</exception>
    public static LedgerEntry ReadEntry(ReadOnlyMemory<byte> bytes) => Read(bytes, EntryFields, EntryFields, static (reader, _) => new LedgerEntry(
        (EntryKind)reader.ReadInt32(),
        reader.ReadInt64(),
        reader.ReadTime(),
        GrantFields.ReadTransition(reader),
        reader.ReadOptional(GrantFields.ReadGrant),
        reader.ReadOptionalValue(TokenFields.ReadId)));

    private static CborWriter Start(int fields)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(fields);
        writer.WriteInt32(Format);
        return writer;
    }

    private static T Read<T>(ReadOnlyMemory<byte> bytes, int fewest, int most, Func<CborReader, int, T> read)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            var length = reader.ReadStartArray();
            var format = reader.ReadInt32();
            if (format is < 1 or > Format || length is not { } fields || fields < fewest || fields > most)
            {
                throw new FormatException($"ledger format {format} with {length} fields is not known here");
            }

            var value = read(reader, fields);
            reader.ReadEndArray();
            return reader.BytesRemaining == 0 ? value : throw new FormatException("bytes left over");
        }
        catch (Exception fault) when (fault is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new FormatException("not a ledger record", fault);
        }
    }
}
