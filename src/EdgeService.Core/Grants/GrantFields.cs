using System.Formats.Cbor;

namespace EdgeService.Core.Grants;

/// <summary>Grants, their terms and transitions as CBOR arrays, in the order of <see cref="LedgerEncoding.Format"/> 1 and then 2.</summary>
internal static class GrantFields
{
    public static void Write(CborWriter writer, Grant grant)
    {
        writer.WriteStartArray(10);
        writer.WriteInt64(grant.Number);
        TermsFields.Write(writer, grant.Terms);
        writer.WriteInt32((int)grant.State);
        writer.WriteOptional(grant.Token, TokenFields.Write);
        writer.WriteAll(grant.ReturnedItems, static (writer, item) => writer.WriteTextString(item));
        writer.WriteAll(grant.Transitions, Write);
        writer.WriteTime(grant.OpenedAt);
        writer.WriteOptional(grant.ActiveAt, static (writer, time) => writer.WriteTime(time));
        writer.WriteOptional(grant.EndedAt, static (writer, time) => writer.WriteTime(time));
        writer.WriteOptional(LaterFields.Has(grant) ? grant : null, LaterFields.Write);
        writer.WriteEndArray();
    }

    public static void Write(CborWriter writer, Transition transition)
    {
        writer.WriteStartArray(9);
        writer.WriteInt32((int)transition.State);
        writer.WriteTime(transition.At);
        writer.WriteInt32((int)transition.Actor.Kind);
        writer.WriteTextString(transition.Actor.Name);
        writer.WriteTextString(transition.Reason);
        writer.WriteOptional((int?)transition.Kind, static (writer, kind) => writer.WriteInt32(kind));
        writer.WriteInt32((int)transition.Money);
        writer.WriteInt32((int)transition.Effect);
        writer.WriteInt64(transition.Amount);
        writer.WriteEndArray();
    }

    public static Grant ReadGrant(CborReader reader)
    {
        var later = reader.ReadStartArray(9, 10);
        var grant = new Grant
        {
            Number = reader.ReadInt64(),
            Terms = TermsFields.Read(reader),
            State = (GrantState)reader.ReadInt32(),
            Token = reader.ReadOptionalValue(TokenFields.ReadId),
            ReturnedItems = reader.ReadAll(static reader => reader.ReadTextString()),
            Transitions = reader.ReadAll(ReadTransition),
            OpenedAt = reader.ReadTime(),
            ActiveAt = reader.ReadOptionalValue(static reader => reader.ReadTime()),
            EndedAt = reader.ReadOptionalValue(static reader => reader.ReadTime()),
        };
        grant = later ? LaterFields.Read(reader, grant) : grant;
        reader.ReadEndArray();
        return grant;
    }

    public static Transition ReadTransition(CborReader reader)
    {
        var later = reader.ReadStartArray(5, 9);
        var transition = new Transition(
            (GrantState)reader.ReadInt32(),
            reader.ReadTime(),
            new Actor((ActorKind)reader.ReadInt32(), reader.ReadTextString()),
            reader.ReadTextString());
        if (later)
        {
            transition = transition with
            {
                Kind = (EntryKind?)reader.ReadOptionalValue(static reader => reader.ReadInt32()),
                Money = (MoneyState)reader.ReadInt32(),
                Effect = (RecordEffect)reader.ReadInt32(),
                Amount = reader.ReadInt64(),
            };
        }

        reader.ReadEndArray();
        return transition;
    }
}
