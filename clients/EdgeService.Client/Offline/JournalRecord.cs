using System.Buffers.Binary;
using EdgeService.Core.Tokens;
using Google.Protobuf;
using Perks.Edge.V1;

namespace EdgeService.Client.Offline;

/// <summary>The records of a terminal's journal: a byte for the kind, then fixed fields in little-endian order or a message of the contract.</summary>
internal static class JournalRecord
{
    private const byte ClaimKind = 1;
    private const byte FloorKind = 2;
    private const byte UseKind = 3;
    private const byte ContactKind = 4;
    private const byte SignedKind = 5;
    private const int UseBytes = 1 + TokenId.Size + sizeof(long) + sizeof(ushort) + 1;

    public static ReadOnlyMemory<byte> Of(ReportOfflineClaimsRequest claim) => (byte[])[ClaimKind, .. claim.ToByteArray()];

    /// <summary>Every claim up to that number is settled.</summary>
    public static ReadOnlyMemory<byte> Floor(long sequence) => Of(FloorKind, sequence);

    public static ReadOnlyMemory<byte> Contact(DateTimeOffset at) => Of(ContactKind, at.ToUnixTimeMilliseconds());

    public static ReadOnlyMemory<byte> Signed(DateTimeOffset at) => Of(SignedKind, at.ToUnixTimeMilliseconds());

    public static ReadOnlyMemory<byte> Of(in TokenUse use)
    {
        var record = new byte[UseBytes];
        record[0] = UseKind;
        use.Token.Write(record.AsSpan(1, TokenId.Size));
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(1 + TokenId.Size), use.ExpiresAt.ToUnixTimeSeconds());
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(UseBytes - 3), use.PerkCode);
        record[UseBytes - 1] = (byte)(use.CutOff ? 1 : 0);
        return record;
    }

    /// <summary>Tells a reader what one record says.</summary>
    /// <exception cref="IOException">It is of a kind this version does not know: the file is of a later one.</exception>
    public static void Replay(ReadOnlySpan<byte> record, IJournalReader reader)
    {
        switch (record[0])
        {
            case ClaimKind:
                reader.Claim(ReportOfflineClaimsRequest.Parser.ParseFrom(record[1..]));
                break;
            case FloorKind:
                reader.Floor(NumberIn(record));
                break;
            case UseKind when record.Length == UseBytes:
                reader.Use(UseIn(record));
                break;
            case ContactKind:
                reader.Contact(DateTimeOffset.FromUnixTimeMilliseconds(NumberIn(record)));
                break;
            case SignedKind:
                reader.Signed(DateTimeOffset.FromUnixTimeMilliseconds(NumberIn(record)));
                break;
            default:
                throw new IOException($"A record of kind {record[0]} is not known: the journal was written by a later version. Use that one.");
        }
    }

    private static TokenUse UseIn(ReadOnlySpan<byte> record) => new(
        TokenId.Read(record.Slice(1, TokenId.Size)),
        DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(record[(1 + TokenId.Size)..])),
        BinaryPrimitives.ReadUInt16LittleEndian(record[(UseBytes - 3)..]),
        record[UseBytes - 1] != 0);

    private static long NumberIn(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadInt64LittleEndian(record[1..]);

    private static ReadOnlyMemory<byte> Of(byte kind, long number)
    {
        var record = new byte[1 + sizeof(long)];
        record[0] = kind;
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(1), number);
        return record;
    }
}

/// <summary>Is told what a journal holds, in its order.</summary>
internal interface IJournalReader
{
    void Claim(ReportOfflineClaimsRequest claim);

    void Floor(long sequence);

    void Use(in TokenUse use);

    void Contact(DateTimeOffset at);

    void Signed(DateTimeOffset at);
}
