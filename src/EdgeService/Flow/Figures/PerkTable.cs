using System.Globalization;
using EdgeService.Core.Perks;
using EdgeService.Ledger;
using EdgeService.Telemetry;

namespace EdgeService.Flow.Figures;

/// <summary>Puts together what is known of every perk.</summary>
internal static class PerkTable
{
    /// <summary>Those of the catalog in its order, then others that were answered for or are still out.</summary>
    /// <param name="catalog">The catalog in use.</param>
    /// <param name="age">Age of the data; null while there is none.</param>
    /// <param name="counts">Answers since the start, by number.</param>
    /// <param name="lastHour">Answers of the last hour, of a number.</param>
    /// <param name="open">Open grants, as last counted; null when never.</param>
    public static IReadOnlyList<PerkFigures> Of(
        PerkCatalog catalog, TimeSpan? age, IReadOnlyDictionary<int, AnswerCounts> counts, Func<int, AnswerCounts> lastHour, OpenCount? open)
    {
        var known = catalog.Perks.Select(perk => new PerkFigures(
            perk.Id, perk.Title.En, AgeOf(perk, age), lastHour(perk.Code), counts.GetValueOrDefault(perk.Code), OutOf(open, perk.Id)));
        var answered = counts.Where(each => catalog.FindPerk((ushort)each.Key) is null)
            .Select(each => new PerkFigures(string.Create(CultureInfo.InvariantCulture, $"perk {each.Key}"), "", PerkAge.Fresh, lastHour(each.Key), each.Value, default));
        var outOnly = (open?.ByPerk.Keys ?? []).Where(id => catalog.FindPerk(id) is null).Order(StringComparer.Ordinal)
            .Select(id => new PerkFigures(id, "", PerkAge.Fresh, default, default, OutOf(open, id)));
        return [.. known, .. answered, .. outOnly];
    }

    public static PerkAge AgeOf(Perk perk, TimeSpan? age) => age switch
    {
        null => PerkAge.Beyond,
        _ when age <= perk.Freshness.FreshFor => PerkAge.Fresh,
        _ when age <= perk.Freshness.Budget => PerkAge.Stale,
        _ => PerkAge.Beyond,
    };

    private static OpenFigures OutOf(OpenCount? open, string perk)
    {
        if (open?.ByPerk.GetValueOrDefault(perk) is not { } grants)
            return default;
        return new(Scaled(grants.Opening), Scaled(grants.Active), Scaled(grants.Overdue), Scaled(grants.InReview));

        long Scaled(long counted) => open.Counted == open.Records ? counted : (long)((Int128)counted * open.Records / Math.Max(1, open.Counted));
    }
}
