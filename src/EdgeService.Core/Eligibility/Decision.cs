using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;

namespace EdgeService.Core.Eligibility;

/// <summary>
/// The answer to one inquiry. The terminal gets <see cref="Outcome"/>, <see cref="Code"/>, benefit and remedy; principal reason, reasons and
/// next step are sealed for the member.
/// </summary>
public readonly record struct Decision
{
    public required Outcome Outcome { get; init; }

    public required TerminalCode Code { get; init; }

    /// <summary>The reason of the first failing rule; <see cref="Reason.None"/> when eligible.</summary>
    public required Reason Principal { get; init; }

    /// <summary>Reasons of all failing rules.</summary>
    public required ReasonSet Reasons { get; init; }

    /// <summary>Whether the basis was older than fresh.</summary>
    public required bool Stale { get; init; }

    /// <summary>Whether an eligible answer was given without the ledger, so that a grant on it is PROVISIONAL.</summary>
    public bool Provisional { get; init; }

    /// <summary>The least score at which no rule fails for the score; null when none does so now, or no score would help.</summary>
    public ScoreStep? NextStep { get; init; }

    /// <summary>What the member gets; null unless eligible.</summary>
    public Benefit? Benefit { get; init; }

    /// <summary>Credit limit at the member's score; null unless eligible for a perk with a ladder.</summary>
    public Money? CreditLimit { get; init; }

    /// <summary>What the member may do instead; null when eligible.</summary>
    public Remedy? Remedy { get; init; }
}
