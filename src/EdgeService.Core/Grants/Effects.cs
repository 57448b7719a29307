namespace EdgeService.Core.Grants;

/// <summary>The record effect machine: what custody and money together come to at a moment.</summary>
internal static class Effects
{
    /// <param name="grant">The grant with what time alone has done.</param>
    /// <param name="now">The moment.</param>
    public static RecordEffect Of(Grant grant, DateTimeOffset now) => grant.State switch
    {
        GrantState.InReview => RecordEffect.Suspended,
        GrantState.Active => grant.IsOverdueAt(now) ? RecordEffect.AtRisk : RecordEffect.None,
        GrantState.Returned or GrantState.Kept or GrantState.Lost => OfEnded(grant, now),
        _ => RecordEffect.None,
    };

    private static RecordEffect OfEnded(Grant grant, DateTimeOffset now)
    {
        var lost = grant.State == GrantState.Lost;
        if (grant.Owed > 0)
        {
            return now <= grant.PayBy ? (lost ? RecordEffect.AtRisk : RecordEffect.None)
                : lost || grant.MoneyState == MoneyState.Failed ? RecordEffect.Broken
                : RecordEffect.AtRisk;
        }

        return lost || WasReturnedLate(grant) || WasPaidLate(grant) ? RecordEffect.Late : RecordEffect.Kept;
    }

    private static bool WasReturnedLate(Grant grant) => grant.State == GrantState.Returned && grant.EndedAt > grant.DueAt;

    private static bool WasPaidLate(Grant grant) => grant.Money.SettledAt > grant.PayTimeEnd;
}
