using EdgeService.Core.Scoring;

namespace EdgeService.Core.Snapshots;

/// <summary>What the snapshot says of one enrolled member. There is no standing for a member who is not enrolled.</summary>
/// <param name="Score">Score in steps of 50, floored.</param>
/// <param name="Tier">Membership tier.</param>
/// <param name="CourtListed">Whether the court's defaulters' list names the member.</param>
/// <param name="PaymentLineOpen">Whether an open payment line is on file.</param>
/// <param name="Consents">Scene and partner contracts the member has agreed to until further notice.</param>
/// <param name="Bans">Dated sector bans, past, present and future; usually empty.</param>
/// <param name="DatedConsents">Consents that begin or end on a day, past, present and future; usually empty.</param>
public readonly record struct Standing(
    ScoreStep Score,
    Tier Tier,
    bool CourtListed,
    bool PaymentLineOpen,
    ConsentSet Consents,
    IReadOnlyList<SectorBan> Bans,
    IReadOnlyList<DatedConsent> DatedConsents)
{
    /// <summary>Whether the member has agreed to the contract, without dates or with dates that <paramref name="now"/> lies between.</summary>
    public bool HasConsented(Contract contract, DateTimeOffset now)
    {
        if (Consents.Contains(contract))
        {
            return true;
        }

        for (var i = 0; i < DatedConsents.Count; i++)
        {
            if (DatedConsents[i].Contract == contract && DatedConsents[i].InForceAt(now))
            {
                return true;
            }
        }

        return false;
    }
}
