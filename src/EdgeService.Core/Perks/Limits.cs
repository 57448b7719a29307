namespace EdgeService.Core.Perks;

/// <summary>A perk's limits, read out of its rules, as the ledger needs them to count a member's usage.</summary>
/// <param name="MaxActive">Units open or active at once; null without limit.</param>
/// <param name="MaxPerPeriod">Units within <paramref name="Period"/>; null without limit.</param>
/// <param name="Period">Length of the period; zero without a limit per period.</param>
/// <param name="JourneyAttribute">Attribute that names the journey; null when journeys do not count.</param>
public sealed record Limits(int? MaxActive, int? MaxPerPeriod, TimeSpan Period, string? JourneyAttribute)
{
    /// <summary>Limits of a perk with these conjuncts. Lint lets limits stand only there, and each kind once.</summary>
    public static Limits Of(IEnumerable<Conjunct> conjuncts)
    {
        var limits = new Limits(null, null, TimeSpan.Zero, null);
        foreach (var conjunct in conjuncts)
        {
            limits = conjunct.Rule switch
            {
                MaxActive active => limits with { MaxActive = active.Units },
                MaxPerPeriod periodic => limits with { MaxPerPeriod = periodic.Units, Period = periodic.Period },
                OncePerJourney journey => limits with { JourneyAttribute = journey.Attribute },
                _ => limits,
            };
        }

        return limits;
    }
}
