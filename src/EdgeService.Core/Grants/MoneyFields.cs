using System.Collections.Immutable;
using System.Formats.Cbor;

namespace EdgeService.Core.Grants;

/// <summary>The money of a grant as a CBOR array, since <see cref="LedgerEncoding.Format"/> 2; with the claims that stand since 3.</summary>
internal static class MoneyFields
{
    public static void Write(CborWriter writer, GrantMoney money)
    {
        writer.WriteStartArray(10);
        writer.WriteTextString(money.Currency);
        writer.WriteInt64(money.Charged);
        writer.WriteInt64(money.Waived);
        writer.WriteInt64(money.Paid);
        writer.WriteInt64(money.Refunded);
        writer.WriteInt64(money.Held);
        writer.WriteBoolean(money.LastFailed);
        writer.WriteOptional(money.SettledAt, static (writer, time) => writer.WriteTime(time));
        writer.WriteAll(money.Lines, Write);
        writer.WriteInt64(money.Claimed);
        writer.WriteEndArray();
    }

    public static GrantMoney Read(CborReader reader)
    {
        var later = reader.ReadStartArray(9, 10);
        var money = new GrantMoney
        {
            Currency = reader.ReadTextString(),
            Charged = reader.ReadInt64(),
            Waived = reader.ReadInt64(),
            Paid = reader.ReadInt64(),
            Refunded = reader.ReadInt64(),
            Held = reader.ReadInt64(),
            LastFailed = reader.ReadBoolean(),
            SettledAt = reader.ReadOptionalValue(static reader => reader.ReadTime()),
            Lines = reader.ReadAll(ReadLine),
        };
        money = money with { Claimed = later ? reader.ReadInt64() : ClaimedBy(money.Lines) };
        reader.ReadEndArray();
        return money;
    }

    /// <summary>What stands of claims where no total was kept yet: those among the lines.</summary>
    private static long ClaimedBy(ImmutableArray<MoneyLine> lines) => lines.Where(line => line.Kind == MoneyLineKind.LossClaim).Sum(line => line.Amount);

    private static void Write(CborWriter writer, MoneyLine line)
    {
        writer.WriteStartArray(6);
        writer.WriteInt32((int)line.Kind);
        writer.WriteTextString(line.Reference);
        writer.WriteInt64(line.Amount);
        writer.WriteTime(line.At);
        writer.WriteOptional(line.On, static (writer, text) => writer.WriteTextString(text));
        writer.WriteTextString(line.Reason);
        writer.WriteEndArray();
    }

    private static MoneyLine ReadLine(CborReader reader)
    {
        reader.ReadStartArray(6);
        var line = new MoneyLine(
            (MoneyLineKind)reader.ReadInt32(),
            reader.ReadTextString(),
            reader.ReadInt64(),
            reader.ReadTime(),
            reader.ReadOptional(static reader => reader.ReadTextString()),
            reader.ReadTextString());
        reader.ReadEndArray();
        return line;
    }
}
