using EdgeService.Core.Perks;

namespace EdgeService.Core.Eligibility;

/// <summary>Limits alone, for what was granted while they could not be asked.</summary>
public static class UsageLimits
{
    /// <summary>Whether so many units more stay within a perk's limits, everywhere and whoever asks.</summary>
    public static bool Admit(Limits limits, in Usage usage, int units) =>
        (limits.MaxActive is not { } active || (long)usage.Active + units <= active)
        && (limits.MaxPerPeriod is not { } periodic || (long)usage.InPeriod + units <= periodic)
        && !(limits.JourneyAttribute is not null && usage.JourneyUsed);
}
