using System.Collections.Immutable;
using EdgeService.Core.Grants;
using EdgeService.Core.Perks;

namespace EdgeService.Flow;

/// <summary>The terms that a decided matter is granted on.</summary>
public static class Granting
{
    public static GrantTerms TermsOf(in Matter matter, Terminal terminal, ImmutableArray<string> items) => new()
    {
        PerkCode = matter.Perk.Code,
        PerkId = matter.Perk.Id,
        PartnerId = terminal.Venue.Partner.Id,
        VenueId = terminal.Venue.Id,
        TerminalId = terminal.Id,
        Units = matter.Units,
        Items = items,
        NeedsHandover = matter.Perk.HandoverRequired,
        DepositWaived = matter.Perk.Benefit.DepositWaived is not null,
        DueAfter = matter.Perk.DueAfter,
        SelfCloseAfter = matter.Perk.ClosesAfter,
        Period = matter.Perk.Limits.MaxPerPeriod is null ? null : matter.Perk.Limits.Period,
        Journey = matter.Journey,
    };

    public static ImmutableArray<ItemRef> ItemRefsOf(string partnerId, ImmutableArray<string> items) =>
        [.. items.Select(item => new ItemRef(partnerId, item))];

    public static Actor ActorOf(Terminal terminal) => Actor.Terminal(terminal.Venue.Id, terminal.Id);
}
