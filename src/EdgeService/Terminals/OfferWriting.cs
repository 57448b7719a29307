using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>A perk as a venue offers it, on the wire.</summary>
public static class OfferWriting
{
    /// <summary>The perk and what the venue offers instead.</summary>
    public static Wire.OfferedPerk Write(Offer offer)
    {
        var message = Write(offer.Perk);
        message.Remedy = BenefitWriting.Write(offer.Remedy);
        return message;
    }

    public static Wire.OfferedPerk Write(Perk perk)
    {
        var message = new Wire.OfferedPerk
        {
            PerkId = perk.Id,
            PerkCode = perk.Code,
            Benefit = BenefitWriting.Write(perk),
            OfflineClass = (Wire.OfflineClass)((int)perk.OfflineClass + 1),
            ScoreThreshold = perk.Thresholds.Length == 0 ? 0 : perk.Thresholds[0].Floor,
            HandoverRequired = perk.HandoverRequired,
            TokenLifetime = perk.TokenLifetimes.AtTerminal.ToDuration(),
            OfflineLimit = perk.OfflineAllowance is { } allowance ? Write(allowance) : null,
        };
        message.Titles.Add(TextWriting.Write(perk.Title));
        message.Attributes.Add(perk.Attributes.Select(Write));
        message.MemberRefKinds.Add(Wire.MemberRefKind.AppCode);
        message.MemberRefKinds.Add(perk.CardKinds.Where(kind => kind != MemberRefKind.AppCode).Select(kind => (Wire.MemberRefKind)kind));
        return message;
    }

    private static Wire.OfflineLimit Write(OfflineAllowance allowance) =>
        new() { AcceptanceCount = allowance.Acceptances, SinceContact = allowance.SinceContact.ToDuration() };

    private static Wire.AttributeDeclaration Write(AttributeDeclaration attribute) =>
        new() { Name = attribute.Name, Type = (Wire.AttributeType)attribute.Type, Required = attribute.Required };
}
