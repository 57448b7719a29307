using System.Formats.Cbor;
using EdgeService.Core.Members;

namespace EdgeService.Core.Grants;

/// <summary>What few grants have, as one CBOR array at the end of theirs: money, extensions, reviews, receipts, claims. Since <see cref="LedgerEncoding.Format"/> 2.</summary>
internal static class LaterFields
{
    /// <summary>Whether there is anything to write.</summary>
    public static bool Has(Grant grant) =>
        grant is not { ReservedUntil: null, ExtendedTo: null, Extensions: 0, Review: null, Reviews: 0, Receipt: null, ClaimedOffline: false, Conflict: null }
        || grant.Money != GrantMoney.None;

    public static void Write(CborWriter writer, Grant grant)
    {
        writer.WriteStartArray(9);
        writer.WriteOptional(grant.Money == GrantMoney.None ? null : grant.Money, MoneyFields.Write);
        writer.WriteOptional(grant.ReservedUntil, static (writer, time) => writer.WriteTime(time));
        writer.WriteOptional(grant.ExtendedTo, static (writer, time) => writer.WriteTime(time));
        writer.WriteInt32(grant.Extensions);
        writer.WriteOptional(grant.Review, Write);
        writer.WriteInt32(grant.Reviews);
        writer.WriteOptional(grant.Receipt, Write);
        writer.WriteBoolean(grant.ClaimedOffline);
        writer.WriteOptional(grant.Conflict, Write);
        writer.WriteEndArray();
    }

    /// <summary>The grant with what stands in the array; itself where null does.</summary>
    public static Grant Read(CborReader reader, Grant grant) => reader.ReadOptional(reader => ReadArray(reader, grant)) ?? grant;

    private static Grant ReadArray(CborReader reader, Grant grant)
    {
        reader.ReadStartArray(9);
        grant = grant with
        {
            Money = reader.ReadOptional(MoneyFields.Read) ?? GrantMoney.None,
            ReservedUntil = reader.ReadOptionalValue(static reader => reader.ReadTime()),
            ExtendedTo = reader.ReadOptionalValue(static reader => reader.ReadTime()),
            Extensions = reader.ReadInt32(),
            Review = reader.ReadOptional(ReadReview),
            Reviews = reader.ReadInt32(),
            Receipt = reader.ReadOptionalValue(ReadMark),
            ClaimedOffline = reader.ReadBoolean(),
            Conflict = reader.ReadOptional(ReadConflict),
        };
        reader.ReadEndArray();
        return grant;
    }

    private static void Write(CborWriter writer, Review review)
    {
        writer.WriteStartArray(4);
        writer.WriteInt32((int)review.Doubt);
        writer.WriteInt32((int)review.Before);
        writer.WriteTime(review.OpenedAt);
        writer.WriteOptional(review.Claimed, Write);
        writer.WriteEndArray();
    }

    private static Review ReadReview(CborReader reader)
    {
        reader.ReadStartArray(4);
        var review = new Review((Doubt)reader.ReadInt32(), (GrantState)reader.ReadInt32(), reader.ReadTime(), reader.ReadOptionalValue(ReadMark));
        reader.ReadEndArray();
        return review;
    }

    private static void Write(CborWriter writer, ReceiptMark mark)
    {
        writer.WriteStartArray(3);
        writer.WriteTextString(mark.Terminal);
        writer.WriteUInt32(mark.Sequence);
        writer.WriteTime(mark.Time);
        writer.WriteEndArray();
    }

    private static ReceiptMark ReadMark(CborReader reader)
    {
        reader.ReadStartArray(3);
        var mark = new ReceiptMark(reader.ReadTextString(), reader.ReadUInt32(), reader.ReadTime());
        reader.ReadEndArray();
        return mark;
    }

    private static void Write(CborWriter writer, LateConflict conflict)
    {
        writer.WriteStartArray(9);
        writer.WriteInt32((int)conflict.Cause);
        writer.WriteOptional(conflict.Item, static (writer, text) => writer.WriteTextString(text));
        writer.WriteOptional(conflict.PartnerId, static (writer, text) => writer.WriteTextString(text));
        writer.WriteOptional((int?)conflict.Actor?.Kind, static (writer, kind) => writer.WriteInt32(kind));
        writer.WriteOptional(conflict.Actor?.Name, static (writer, text) => writer.WriteTextString(text));
        writer.WriteOptional(conflict.Holder?.Value, static (writer, key) => writer.WriteUInt64(key));
        writer.WriteOptional(conflict.Grant, static (writer, number) => writer.WriteInt64(number));
        writer.WriteOptional(conflict.At, static (writer, time) => writer.WriteTime(time));
        writer.WriteTime(conflict.RecordedAt);
        writer.WriteEndArray();
    }

    private static LateConflict ReadConflict(CborReader reader)
    {
        reader.ReadStartArray(9);
        var cause = (ConflictCause)reader.ReadInt32();
        var item = reader.ReadOptional(static reader => reader.ReadTextString());
        var partner = reader.ReadOptional(static reader => reader.ReadTextString());
        var kind = reader.ReadOptionalValue(static reader => reader.ReadInt32());
        var name = reader.ReadOptional(static reader => reader.ReadTextString());
        var holder = reader.ReadOptionalValue(static reader => reader.ReadUInt64());
        var conflict = new LateConflict(
            cause,
            item,
            partner,
            kind is { } actor ? new Actor((ActorKind)actor, name ?? "") : null,
            holder is { } key ? new MemberKey(key) : null,
            reader.ReadOptionalValue(static reader => reader.ReadInt64()),
            reader.ReadOptionalValue(static reader => reader.ReadTime()),
            reader.ReadTime());
        reader.ReadEndArray();
        return conflict;
    }
}
