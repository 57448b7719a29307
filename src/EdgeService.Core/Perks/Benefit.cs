using EdgeService.Core.Scoring;

namespace EdgeService.Core.Perks;

/// <summary>Which queue a member may stand in.</summary>
public enum QueueClass
{
    /// <summary>The perk says nothing about queues.</summary>
    None = 0,

    /// <summary>Ahead of the ordinary queue; never ahead of triage.</summary>
    Ahead = 1,
}

/// <summary>One rung of a published ladder of credit limits: whoever has reached <paramref name="Step"/> may have <paramref name="Limit"/>.</summary>
public sealed record CreditRung(ScoreStep Step, Money Limit);

/// <summary>What an eligible member gets. Absent parts are null, zero or empty.</summary>
public sealed record Benefit
{
    /// <summary>Deposit that need not be paid; an amount of 0 means whatever deposit the venue asks for.</summary>
    public Money? DepositWaived { get; init; }

    /// <summary>Ladder of credit limits, rising; empty without credit.</summary>
    public IReadOnlyList<CreditRung> CreditLadder { get; init; } = [];

    /// <summary>Days of a trial; 0 without one.</summary>
    public int TrialDays { get; init; }

    /// <summary>Days until payment is due after the service; 0 when nothing is paid later.</summary>
    public int PayLaterDays { get; init; }

    public QueueClass Queue { get; init; }

    /// <summary>Whether the member shows the band named in the inquiry's attribute <c>band</c>.</summary>
    public bool ShowsBand { get; init; }

    /// <summary>Discount in percent, 0–100.</summary>
    public int DiscountPercent { get; init; }

    /// <summary>Whether the benefit is to be let in.</summary>
    public bool Access { get; init; }

    /// <summary>Whether the member gets a supporting document.</summary>
    public bool Document { get; init; }

    /// <summary>The credit limit at a score; null below the first rung or without a ladder.</summary>
    public Money? CreditLimitAt(ScoreStep score)
    {
        Money? limit = null;
        for (var i = 0; i < CreditLadder.Count && CreditLadder[i].Step <= score; i++)
        {
            limit = CreditLadder[i].Limit;
        }

        return limit;
    }
}
