using EdgeService.Core.Eligibility;

namespace EdgeService.Core.Grants;

internal static class Counting
{
    /// <summary>Adds one grant to the usage of its perk. What was called off, lapsed or came second counts nothing.</summary>
    public static Usage Add(Usage usage, Grant grant, string partnerId, TimeSpan? period, JourneyDigest? journey, DateTimeOffset now)
    {
        var state = grant.StateAt(now);
        if (state is GrantState.Cancelled or GrantState.Lapsed or GrantState.LateConflict)
        {
            return usage;
        }

        var active = state == grant.State ? grant.OpenUnits : 0;
        var inPeriod = (grant.ActiveAt ?? grant.OpenedAt) > now - period ? grant.Terms.Units : 0;
        var here = grant.Terms.PartnerId == partnerId ? 1 : 0;
        return new Usage(
            usage.Active + active,
            usage.ActiveHere + (active * here),
            usage.InPeriod + inPeriod,
            usage.InPeriodHere + (inPeriod * here),
            usage.JourneyUsed || (journey is not null && grant.Terms.Journey == journey));
    }
}
