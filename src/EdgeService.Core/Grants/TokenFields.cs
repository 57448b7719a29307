using System.Formats.Cbor;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>Tokens and journeys as CBOR, in the order of <see cref="LedgerEncoding.Format"/> 1.</summary>
internal static class TokenFields
{
    public static void Write(CborWriter writer, TokenId token)
    {
        Span<byte> bytes = stackalloc byte[TokenId.Size];
        token.Write(bytes);
        writer.WriteByteString(bytes);
    }

    public static void Write(CborWriter writer, JourneyDigest journey)
    {
        Span<byte> bytes = stackalloc byte[JourneyDigest.Size];
        journey.Write(bytes);
        writer.WriteByteString(bytes);
    }

    public static void Write(CborWriter writer, SpentToken token)
    {
        writer.WriteStartArray(5);
        Write(writer, token.Id);
        writer.WriteTime(token.Expires);
        writer.WriteTime(token.RedeemedAt);
        writer.WriteTextString(token.PartnerId);
        writer.WriteInt64(token.Grant);
        writer.WriteEndArray();
    }

    public static void Write(CborWriter writer, RevokedToken token)
    {
        writer.WriteStartArray(3);
        Write(writer, token.Id);
        writer.WriteTime(token.Expires);
        writer.WriteTime(token.RevokedAt);
        writer.WriteEndArray();
    }

    public static TokenId ReadId(CborReader reader) => TokenId.Read(ReadSixteen(reader));

    public static JourneyDigest ReadJourney(CborReader reader) => JourneyDigest.Read(ReadSixteen(reader));

    public static SpentToken ReadSpent(CborReader reader)
    {
        reader.ReadStartArray(5);
        var token = new SpentToken(ReadId(reader), reader.ReadTime(), reader.ReadTime(), reader.ReadTextString(), reader.ReadInt64());
        reader.ReadEndArray();
        return token;
    }

    public static RevokedToken ReadRevoked(CborReader reader)
    {
        reader.ReadStartArray(3);
        var token = new RevokedToken(ReadId(reader), reader.ReadTime(), reader.ReadTime());
        reader.ReadEndArray();
        return token;
    }

    private static ReadOnlySpan<byte> ReadSixteen(CborReader reader)
    {
        var bytes = reader.ReadDefiniteLengthByteString().Span;
        return bytes.Length == TokenId.Size ? bytes : throw new FormatException($"{bytes.Length} bytes instead of {TokenId.Size}");
    }
}
