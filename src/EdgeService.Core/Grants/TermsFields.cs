using System.Formats.Cbor;
using EdgeService.Core.Perks;

namespace EdgeService.Core.Grants;

/// <summary>Terms as a CBOR array: 13 fields of <see cref="LedgerEncoding.Format"/> 1, 7 more of 2.</summary>
internal static class TermsFields
{
    public static void Write(CborWriter writer, GrantTerms terms)
    {
        writer.WriteStartArray(20);
        writer.WriteInt32(terms.PerkCode);
        writer.WriteTextString(terms.PerkId);
        writer.WriteTextString(terms.PartnerId);
        writer.WriteTextString(terms.VenueId);
        writer.WriteTextString(terms.TerminalId);
        writer.WriteInt32(terms.Units);
        writer.WriteAll(terms.Items, static (writer, item) => writer.WriteTextString(item));
        writer.WriteBoolean(terms.NeedsHandover);
        writer.WriteBoolean(terms.DepositWaived);
        writer.WriteOptional(terms.DueAfter, static (writer, span) => writer.WriteSpan(span));
        writer.WriteOptional(terms.SelfCloseAfter, static (writer, span) => writer.WriteSpan(span));
        writer.WriteOptional(terms.Period, static (writer, span) => writer.WriteSpan(span));
        writer.WriteOptional(terms.Journey, TokenFields.Write);
        writer.WriteInt32((int)terms.Kind);
        writer.WriteOptional(terms.Deposit, Write);
        writer.WriteOptional(terms.DepositReference, static (writer, text) => writer.WriteTextString(text));
        writer.WriteOptional(terms.LostAfter, static (writer, span) => writer.WriteSpan(span));
        writer.WriteOptional(terms.Extension, Write);
        writer.WriteOptional(terms.PayWithin, static (writer, span) => writer.WriteSpan(span));
        writer.WriteOptional(terms.CreditLimit, Write);
        writer.WriteEndArray();
    }

    public static GrantTerms Read(CborReader reader)
    {
        var later = reader.ReadStartArray(13, 20);
        var terms = new GrantTerms
        {
            PerkCode = reader.ReadInt32(),
            PerkId = reader.ReadTextString(),
            PartnerId = reader.ReadTextString(),
            VenueId = reader.ReadTextString(),
            TerminalId = reader.ReadTextString(),
            Units = reader.ReadInt32(),
            Items = reader.ReadAll(static reader => reader.ReadTextString()),
            NeedsHandover = reader.ReadBoolean(),
            DepositWaived = reader.ReadBoolean(),
            DueAfter = reader.ReadOptionalValue(static reader => reader.ReadSpan()),
            SelfCloseAfter = reader.ReadOptionalValue(static reader => reader.ReadSpan()),
            Period = reader.ReadOptionalValue(static reader => reader.ReadSpan()),
            Journey = reader.ReadOptionalValue(TokenFields.ReadJourney),
        };
        terms = later ? ReadLater(reader, terms) : terms with { Kind = terms.SelfCloseAfter is null ? PerkKind.Rental : PerkKind.Visit };
        reader.ReadEndArray();
        return terms;
    }

    private static GrantTerms ReadLater(CborReader reader, GrantTerms terms) => terms with
    {
        Kind = (PerkKind)reader.ReadInt32(),
        Deposit = reader.ReadOptionalValue(ReadMoney),
        DepositReference = reader.ReadOptional(static reader => reader.ReadTextString()),
        LostAfter = reader.ReadOptionalValue(static reader => reader.ReadSpan()),
        Extension = reader.ReadOptionalValue(ReadExtension),
        PayWithin = reader.ReadOptionalValue(static reader => reader.ReadSpan()),
        CreditLimit = reader.ReadOptionalValue(ReadMoney),
    };

    private static void Write(CborWriter writer, Money money)
    {
        writer.WriteStartArray(2);
        writer.WriteInt64(money.MinorUnits);
        writer.WriteTextString(money.Currency);
        writer.WriteEndArray();
    }

    private static Money ReadMoney(CborReader reader)
    {
        reader.ReadStartArray(2);
        var money = new Money(reader.ReadInt64(), reader.ReadTextString());
        reader.ReadEndArray();
        return money;
    }

    private static void Write(CborWriter writer, ExtensionRule rule)
    {
        writer.WriteStartArray(2);
        writer.WriteInt32(rule.Count);
        writer.WriteSpan(rule.By);
        writer.WriteEndArray();
    }

    private static ExtensionRule ReadExtension(CborReader reader)
    {
        reader.ReadStartArray(2);
        var rule = new ExtensionRule(reader.ReadInt32(), reader.ReadSpan());
        reader.ReadEndArray();
        return rule;
    }
}
