using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using EdgeService.Identity;

namespace EdgeService.Flow;

/// <summary>What a terminal offers.</summary>
public sealed class OfferFlow(Grounds grounds)
{
    public (IReadOnlyList<Offer> Offers, Basis Basis) Run(Caller caller)
    {
        using var ground = grounds.Take();
        return (Places.TerminalOf(caller, ground.Catalog).Venue.Offers, ground.Basis);
    }
}
