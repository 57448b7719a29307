using System.Formats.Cbor;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>How a faulty claim is stored, all but its decision: one CBOR array (RFC 8949, deterministic) whose first number is the format.</summary>
public static class FaultyClaimEncoding
{
    private const int Format = 1;
    private const int Fields = 17;

    public static byte[] Write(FaultyClaim claim)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        writer.WriteStartArray(Fields);
        writer.WriteInt32(Format);
        TokenFields.Write(writer, new TokenId(claim.Id));
        writer.WriteTextString(claim.Terminal);
        writer.WriteTextString(claim.PartnerId);
        writer.WriteInt64(claim.Sequence);
        writer.WriteTime(claim.RecordedAt);
        writer.WriteOptional(claim.RequestId, static (writer, id) => writer.WriteByteString(id.ToByteArray()));
        writer.WriteInt32((int)claim.Act);
        writer.WriteOptional(claim.At, static (writer, time) => writer.WriteTime(time));
        writer.WriteTextString(claim.PerkId);
        writer.WriteInt32(claim.Units);
        writer.WriteAll(claim.Items, static (writer, item) => writer.WriteTextString(item));
        writer.WriteBoolean(claim.HandedOver);
        writer.WriteOptional(claim.Member, static (writer, member) => writer.WriteUInt64(member.Value));
        writer.WriteOptional(claim.Token, TokenFields.Write);
        WriteFault(writer, claim);
        writer.WriteTextString(claim.Message);
        writer.WriteEndArray();
        return writer.Encode();
    }

    /// <summary>Reads a claim, as yet without its decision.</summary>
    /// <exception cref="FormatException">The bytes are no claim, or of a format not known here.</exception>
    public static FaultyClaim Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            var reader = new CborReader(bytes, CborConformanceMode.Canonical);
            reader.ReadStartArray(Fields);
            return reader.ReadInt32() == Format ? ReadFields(reader) : throw new FormatException("a claim of a format that is not known here");
        }
        catch (Exception fault) when (fault is CborContentException or InvalidOperationException or OverflowException or ArgumentException)
        {
            throw new FormatException("not a claim", fault);
        }
    }

    private static FaultyClaim ReadFields(CborReader reader)
    {
        var claim = new FaultyClaim
        {
            Id = TokenFields.ReadId(reader).Value,
            Terminal = reader.ReadTextString(),
            PartnerId = reader.ReadTextString(),
            Sequence = reader.ReadInt64(),
            RecordedAt = reader.ReadTime(),
            RequestId = reader.ReadOptionalValue(static reader => new Guid(reader.ReadByteString())),
            Act = (JournalledAct)reader.ReadInt32(),
            At = reader.ReadOptionalValue(static reader => reader.ReadTime()),
            PerkId = reader.ReadTextString(),
            Units = reader.ReadInt32(),
            Items = reader.ReadAll(static reader => reader.ReadTextString()),
            HandedOver = reader.ReadBoolean(),
            Member = reader.ReadOptionalValue(static reader => new MemberKey(reader.ReadUInt64())),
            Token = reader.ReadOptionalValue(TokenFields.ReadId),
        };
        reader.ReadStartArray(2);
        claim = claim with { Verdict = (TokenFault)reader.ReadInt32(), Fault = reader.ReadInt32() };
        reader.ReadEndArray();
        claim = claim with { Message = reader.ReadTextString() };
        reader.ReadEndArray();
        return claim;
    }

    private static void WriteFault(CborWriter writer, FaultyClaim claim)
    {
        writer.WriteStartArray(2);
        writer.WriteInt32((int)claim.Verdict);
        writer.WriteInt32(claim.Fault);
        writer.WriteEndArray();
    }
}
