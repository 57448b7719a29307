namespace EdgeService.Core.Snapshots;

/// <summary>
/// A consent in force from <paramref name="From"/> (inclusive) to <paramref name="Until"/> (exclusive; null without end), evaluated at the
/// moment of the decision, so that a disconnected edge starts and ends it on the right day.
/// </summary>
public sealed record DatedConsent(Contract Contract, DateTimeOffset From, DateTimeOffset? Until)
{
    public bool InForceAt(DateTimeOffset now) => now >= From && (Until is null || now < Until);
}
