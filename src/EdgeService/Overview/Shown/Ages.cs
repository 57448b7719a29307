using EdgeService.Flow.Figures;

namespace EdgeService.Overview.Shown;

/// <summary>What the age of the data means, over all perks.</summary>
internal static class Ages
{
    public static (string Mood, string Word) Of(IReadOnlyList<PerkFigures> perks)
    {
        var (stale, beyond) = (perks.Count(perk => perk.Age == PerkAge.Stale), perks.Count(perk => perk.Age == PerkAge.Beyond));
        return (stale, beyond) switch
        {
            (0, 0) => (Mood.Good, "fresh"),
            (_, 0) => (Mood.Warn, stale == perks.Count ? "stale" : $"stale for {Wording.Count(stale)} of {Wording.Things(perks.Count, "perk", "perks")}"),
            _ => (Mood.Bad, beyond == perks.Count ? "too old" : $"too old for {Wording.Count(beyond)} of {Wording.Things(perks.Count, "perk", "perks")}"),
        };
    }
}
