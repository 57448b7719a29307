using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using EdgeService.Identity;

namespace EdgeService.Flow;

/// <summary>One perk at one venue, as it stands for a member.</summary>
public sealed record PerkOutlook(Offer Offer, Venue Venue, Decided Decided);

/// <summary>What the programme has for a member, and what stands in the way. The member's own question: nothing is noted.</summary>
public sealed class MemberPerksFlow(Grounds grounds, Presence presence, Deciding deciding)
{
    public (IReadOnlyList<PerkOutlook> Perks, Basis Basis) Run(Caller caller, MemberRef member, string audience)
    {
        using var ground = grounds.Take();
        var key = presence.Resolve(member, caller, null, ground);
        var venues = audience.Length > 0
            ? [Places.AudienceOf(ground.Catalog, audience, "audience").Venue]
            : ground.Catalog.Terminals.Select(terminal => terminal.Venue).Distinct().ToList();
        var outlooks = new List<PerkOutlook>();
        foreach (var venue in venues)
        {
            foreach (var offer in venue.Offers)
                outlooks.Add(new PerkOutlook(offer, venue, deciding.Decide(ground, MatterOf(ground, key, offer, venue, caller))));
        }

        return (outlooks, ground.Basis);
    }

    private static Matter MatterOf(in Ground ground, Core.Members.MemberKey member, Offer offer, Venue venue, Caller caller) => new()
    {
        Member = member,
        Standing = ground.StandingOf(member),
        Perk = offer.Perk,
        Venue = venue,
        Asker = caller.Short,
        Occasion = MemberOccasion.MemberActs | MemberOccasion.BeforeTheGate,
    };
}
