using System.Buffers.Binary;
using EdgeService.Core.Members;
using EdgeService.Terminals;
using Wire = Perks.Admin.V1;

namespace EdgeService.Operators;

/// <summary>Reads which card or document is meant. Its number is hashed on the spot and goes no further.</summary>
internal static class AliasReading
{
    private const int TagBytes = 16;

    private static readonly string NotANumber = $"must have 1 to {AliasTags.MaxLength} letters and digits, separators aside";

    /// <summary>From a number to its tag; false if it is none.</summary>
    public delegate bool Tagging(MemberRefKind kind, string partnerId, string number, out AliasTag alias);

    public static AliasTag Read(Wire.Alias wire, string path, Tagging tryAliasOf, ref FieldFaults faults)
    {
        switch (wire.AliasCase)
        {
            case Wire.Alias.AliasOneofCase.PartnerCard:
                var card = wire.PartnerCard;
                ActReading.RequirePartner(card.PartnerId, path + "partner_card.", ref faults);
                return Number(MemberRefKind.PartnerCard, card.PartnerId, card.Number, path + "partner_card.number", tryAliasOf, ref faults);
            case Wire.Alias.AliasOneofCase.IdentityDocument:
                return Number(MemberRefKind.IdentityDocument, "", wire.IdentityDocument, path + "identity_document", tryAliasOf, ref faults);
            case Wire.Alias.AliasOneofCase.AliasTag when wire.AliasTag.Length == TagBytes:
                var tag = wire.AliasTag.Span;
                return new(BinaryPrimitives.ReadUInt64LittleEndian(tag), BinaryPrimitives.ReadUInt64LittleEndian(tag[8..]));
            default:
                faults.Add(path + "alias", "required: partner_card, identity_document, or alias_tag of 16 bytes");
                return default;
        }
    }

    private static AliasTag Number(MemberRefKind kind, string partnerId, string number, string field, Tagging tryAliasOf, ref FieldFaults faults)
    {
        // With a partner of no name no card has a tag: only the number is looked at, so that a fault names what is wrong.
        var isNumber = tryAliasOf(MemberRefKind.IdentityDocument, "", number, out _);
        if (!isNumber)
            faults.Add(field, NotANumber);
        return tryAliasOf(kind, partnerId, number, out var alias) ? alias : default;
    }
}
