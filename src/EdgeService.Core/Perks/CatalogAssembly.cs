using System.Collections.Frozen;

namespace EdgeService.Core.Perks;

/// <summary>Ties a checked draft together: partners to perks, venues to offers, terminals to venues.</summary>
internal static class CatalogAssembly
{
    internal static PerkCatalog Assemble(CatalogDraft draft)
    {
        var perks = draft.Perks.ToDictionary(perk => perk.Id, StringComparer.Ordinal);
        var partners = new List<Partner>();
        var terminals = new List<Terminal>();
        var groups = new List<GateGroup>();
        foreach (var written in draft.Partners)
        {
            var contracted = written.PerkIds.Select(id => perks[id]).ToArray();
            var partner = new Partner(written.Id, written.Name, contracted.Select(perk => perk.Code).ToFrozenSet())
            {
                Thresholds = [.. contracted.Where(perk => !perk.AsksEachTime).SelectMany(perk => perk.Thresholds).Distinct().Order()],
            };
            partners.Add(partner);
            foreach (var place in written.Venues)
            {
                AddVenue(place, VenueOf(place, partner, contracted), terminals, groups);
            }
        }

        return new PerkCatalog(draft.Revision, draft.Perks, partners, terminals, groups);
    }

    private static void AddVenue(VenueDraft written, Venue venue, List<Terminal> terminals, List<GateGroup> groups)
    {
        var here = written.Terminals.ToDictionary(terminal => terminal.Id, terminal => new Terminal(terminal.Id, terminal.Audience, venue)
        {
            ReceiptKey = terminal.ReceiptKey is { } key ? ReceiptKeys.TryRead(key) : null,
        });
        terminals.AddRange(here.Values);
        groups.AddRange(written.GateGroups.Select(group => new GateGroup(group.Audience, venue, [.. group.TerminalIds.Select(id => here[id])])));
    }

    private static Venue VenueOf(VenueDraft written, Partner partner, Perk[] contracted)
    {
        var offers = contracted.Where(perk => StandsAt(perk, written.Kind))
            .OrderBy(perk => perk.Id, StringComparer.Ordinal)
            .Select(perk => new Offer(perk, RemedyOf(written, perk)))
            .ToArray();
        return new Venue
        {
            Id = written.Id,
            Partner = partner,
            Kind = written.Kind,
            Attended = written.Attended,
            UtcOffset = written.UtcOffset,
            Remedy = RemedyOf(written, perk: null),
            Offers = offers,
            OffersByCode = offers.ToFrozenDictionary(offer => offer.Perk.Code),
        };
    }

    internal static bool StandsAt(Perk perk, VenueKind kind) =>
        perk.Conjuncts.All(conjunct => conjunct.Rule is not OfferedAt place || place.Kinds.Contains(kind));

    private static Remedy RemedyOf(VenueDraft venue, Perk? perk) =>
        new(venue.DeskText, venue.Hotline, TakesDepositFor(venue, perk) ? perk!.Benefit.DepositWaived : null);

    /// <summary>Whether a deposit of a known amount can be paid there instead of the perk.</summary>
    internal static bool TakesDepositFor(VenueDraft venue, Perk? perk) => venue.TakesDeposits && perk?.Benefit.DepositWaived is { MinorUnits: > 0 };
}
