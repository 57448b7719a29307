using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;

namespace EdgeService.Tests.Attacks;

/// <summary>
/// What the catalog publishes that a partner's perks turn on: score thresholds and rungs of credit, tiers, a payment line. Perks that the member
/// is asked for each time count for nothing: a terminal cannot ask about them.
/// </summary>
internal sealed record PublishedThresholds(IReadOnlyList<int> Scores, int Tiers, int PaymentLine)
{
    public int Count => Scores.Count + Tiers + PaymentLine;

    public static PublishedThresholds Of(PerkCatalog catalog, Partner partner)
    {
        var perks = catalog.Perks.Where(perk => partner.HasContracted(perk) && !perk.AsksEachTime).ToList();
        var rules = perks.SelectMany(perk => Flat(perk.Rule)).ToList();
        IEnumerable<ScoreStep> scores = [.. rules.OfType<ScoreAtLeast>().Select(rule => rule.Step), .. perks.SelectMany(perk => perk.Benefit.CreditLadder).Select(rung => rung.Step)];
        return new(
            [.. scores.Select(step => step.Floor).Distinct().Order()],
            rules.OfType<TierAtLeast>().Select(rule => rule.Tier).Distinct().Count(),
            rules.Any(rule => rule is PaymentLineOpen) ? 1 : 0);
    }

    private static IEnumerable<Rule> Flat(Rule rule) => rule switch
    {
        AllOf all => all.Parts.SelectMany(Flat),
        AnyOf any => any.Parts.SelectMany(Flat),
        Not not => Flat(not.Part),
        _ => [rule],
    };
}
