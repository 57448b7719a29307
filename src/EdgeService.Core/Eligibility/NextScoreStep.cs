using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Eligibility;

/// <summary>Finds the next step of the score that would change what the score says of an inquiry.</summary>
internal static class NextScoreStep
{
    /// <summary>The least published step above the member's at which neither a threshold nor the credit limit fails; null when none does now, or none would help.</summary>
    internal static ScoreStep? Of(in Inquiry inquiry, in Standing standing, ReasonSet reasons)
    {
        // Sought whatever the reason is, so that a refusal for the score takes no longer than another.
        var reached = ByThreshold(inquiry, standing);
        var byThreshold = reasons.Contains(Reason.Score) ? reached : null;
        var byLadder = reasons.Contains(Reason.AmountAboveLimit) ? ByLadder(inquiry) : null;
        return byThreshold > byLadder || byLadder is null ? byThreshold : byLadder;
    }

    /// <summary>Rules that name a score hold at every higher one, so where one fails now no step up to the member's helps.</summary>
    private static ScoreStep? ByThreshold(in Inquiry inquiry, in Standing standing)
    {
        ScoreStep? least = null;
        foreach (var step in inquiry.Perk.Thresholds)
        {
            var helps = !FailsForScore(inquiry, standing, step);
            least ??= helps ? step : null;
        }

        return least;
    }

    private static bool FailsForScore(in Inquiry inquiry, in Standing standing, ScoreStep step)
    {
        var raised = standing with { Score = step };
        var tally = new Tally();
        foreach (var conjunct in inquiry.Perk.ConjunctSpan)
        {
            tally.Add(conjunct.Stage, RuleEvaluation.Failures(conjunct.Rule, inquiry, raised));
        }

        return new ReasonSet(tally.Bits).Contains(Reason.Score);
    }

    /// <summary>Limits rise from rung to rung, so where the amount is above the member's no rung up to the member's helps.</summary>
    private static ScoreStep? ByLadder(in Inquiry inquiry)
    {
        foreach (var rung in inquiry.Perk.Benefit.CreditLadder)
        {
            if (rung.Limit.MinorUnits >= inquiry.Amount)
            {
                return rung.Step;
            }
        }

        return null;
    }
}
