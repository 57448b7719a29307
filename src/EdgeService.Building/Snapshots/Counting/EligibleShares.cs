using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.Counting;

/// <summary>How many members' standings permit a perk at a partner's.</summary>
public sealed record EligibleShare(string PerkId, string PartnerId, long Members);

/// <summary>
/// Asks the decider for every perk of a catalog at every partner that offers it, as far as a standing goes: consent, listings, score, tier,
/// payment line. What the occasion brings (attributes, hours, limits, freshness) counts as there.
/// </summary>
public sealed class EligibleShares
{
    private static readonly ReasonSet OfStanding = ReasonStages.Of(RuleStage.Consent)
        .Or(ReasonStages.Of(RuleStage.Listings))
        .Or(ReasonStages.Of(RuleStage.Standing));

    private readonly (Perk Perk, Venue Venue)[] _asked;
    private readonly long[] _permitted;
    private readonly DateTimeOffset _at;

    /// <param name="catalog">The perks.</param>
    /// <param name="at">The moment of the question.</param>
    public EligibleShares(PerkCatalog catalog, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        _asked =
        [
            .. catalog.Terminals.Select(terminal => terminal.Venue)
                .SelectMany(venue => venue.Offers.Select(offer => (offer.Perk, Venue: venue)))
                .DistinctBy(asked => (asked.Perk.Code, asked.Venue.Partner.Id))
                .OrderBy(asked => asked.Perk.Id, StringComparer.Ordinal)
                .ThenBy(asked => asked.Venue.Partner.Id, StringComparer.Ordinal),
        ];
        _permitted = new long[_asked.Length];
        _at = at;
    }

    /// <summary>By perk, then by partner.</summary>
    public IReadOnlyList<EligibleShare> Shares =>
        [.. _asked.Zip(_permitted, (asked, members) => new EligibleShare(asked.Perk.Id, asked.Venue.Partner.Id, members))];

    /// <summary>Adds members of one standing.</summary>
    public void Take(Standing standing, long members)
    {
        for (var i = 0; i < _asked.Length; i++)
        {
            _permitted[i] += Permits(standing, _asked[i].Perk, _asked[i].Venue) ? members : 0;
        }
    }

    private bool Permits(Standing standing, Perk perk, Venue venue)
    {
        var decision = Decider.Decide(new Inquiry
        {
            Perk = perk,
            Venue = venue,
            Standing = standing,
            Ledger = LedgerView.Of(Usage.None),
            Age = TimeSpan.Zero,
            Now = _at,
            MemberActs = true,
            BeforeTheGate = true,
        });
        return (decision.Reasons.Bits & OfStanding.Bits) == 0;
    }
}
