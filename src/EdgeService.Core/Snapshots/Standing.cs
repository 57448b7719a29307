using EdgeService.Core.Scoring;

namespace EdgeService.Core.Snapshots;

/// <summary>What the snapshot says of one enrolled member. There is no standing for a member who is not enrolled.</summary>
/// <param name="Score">Score in steps of 50, floored.</param>
/// <param name="Tier">Membership tier.</param>
/// <param name="CourtListed">Whether the court's defaulters' list names the member.</param>
/// <param name="PaymentLineOpen">Whether an open payment line is on file.</param>
/// <param name="Consents">Scene and partner contracts the member has agreed to.</param>
/// <param name="Bans">Dated sector bans, past, present and future; usually empty.</param>
public readonly record struct Standing(
    ScoreStep Score,
    Tier Tier,
    bool CourtListed,
    bool PaymentLineOpen,
    ConsentSet Consents,
    IReadOnlyList<SectorBan> Bans);
