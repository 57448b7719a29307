using System.Formats.Cbor;

namespace EdgeService.Core.Grants;

/// <summary>Grants, their terms and transitions as CBOR arrays, in the order of <see cref="LedgerEncoding.Format"/> 1.</summary>
internal static class GrantFields
{
    public static void Write(CborWriter writer, Grant grant)
    {
        writer.WriteStartArray(9);
        writer.WriteInt64(grant.Number);
        Write(writer, grant.Terms);
        writer.WriteInt32((int)grant.State);
        writer.WriteOptional(grant.Token, TokenFields.Write);
        writer.WriteAll(grant.ReturnedItems, static (writer, item) => writer.WriteTextString(item));
        writer.WriteAll(grant.Transitions, Write);
        writer.WriteTime(grant.OpenedAt);
        writer.WriteOptional(grant.ActiveAt, static (writer, time) => writer.WriteTime(time));
        writer.WriteOptional(grant.EndedAt, static (writer, time) => writer.WriteTime(time));
        writer.WriteEndArray();
    }

    public static void Write(CborWriter writer, Transition transition)
    {
        writer.WriteStartArray(5);
        writer.WriteInt32((int)transition.State);
        writer.WriteTime(transition.At);
        writer.WriteInt32((int)transition.Actor.Kind);
        writer.WriteTextString(transition.Actor.Name);
        writer.WriteTextString(transition.Reason);
        writer.WriteEndArray();
    }

    public static Grant ReadGrant(CborReader reader)
    {
        reader.ReadStartArray(9);
        var grant = new Grant
        {
            Number = reader.ReadInt64(),
            Terms = ReadTerms(reader),
            State = (GrantState)reader.ReadInt32(),
            Token = reader.ReadOptionalValue(TokenFields.ReadId),
            ReturnedItems = reader.ReadAll(static reader => reader.ReadTextString()),
            Transitions = reader.ReadAll(ReadTransition),
            OpenedAt = reader.ReadTime(),
            ActiveAt = reader.ReadOptionalValue(static reader => reader.ReadTime()),
            EndedAt = reader.ReadOptionalValue(static reader => reader.ReadTime()),
        };
        reader.ReadEndArray();
        return grant;
    }

    public static Transition ReadTransition(CborReader reader)
    {
        reader.ReadStartArray(5);
        var transition = new Transition(
            (GrantState)reader.ReadInt32(),
            reader.ReadTime(),
            new Actor((ActorKind)reader.ReadInt32(), reader.ReadTextString()),
            reader.ReadTextString());
        reader.ReadEndArray();
        return transition;
    }

    private static void Write(CborWriter writer, GrantTerms terms)
    {
        writer.WriteStartArray(13);
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
        writer.WriteEndArray();
    }

    private static GrantTerms ReadTerms(CborReader reader)
    {
        reader.ReadStartArray(13);
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
        reader.ReadEndArray();
        return terms;
    }
}
