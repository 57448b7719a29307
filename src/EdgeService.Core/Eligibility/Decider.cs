using EdgeService.Core.Perks;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Eligibility;

/// <summary>
/// Decides inquiries, in this order: active here and now → enrolled and consented → listings → score or tier → attributes →
/// limits → freshness. Pure, and without allocation.
/// </summary>
public static class Decider
{
    /// <summary>Stands for whoever is not enrolled, so that the same rules are looked at and the same time is taken.</summary>
    private static readonly Standing Neutral = new(new ScoreStep(0), Tier.Basic, false, false, ConsentSet.None, [], []);

    /// <summary>What only an enrolled member's standing can say.</summary>
    private static readonly ReasonSet OfStanding = ReasonStages.Of(RuleStage.Consent)
        .Or(ReasonStages.Of(RuleStage.Listings))
        .Or(ReasonStages.Of(RuleStage.Standing))
        .Or(ReasonSet.Of(Reason.AmountAboveLimit));

    /// <summary>What does not count where the deposit is paid: the partner takes no risk that the standing would speak for.</summary>
    private static readonly ReasonSet CoveredByDeposit = OfStanding.Or(ReasonSet.Of(Reason.StaleBasis));

    /// <summary>Decides one inquiry.</summary>
    public static Decision Decide(in Inquiry inquiry)
    {
        var enrolled = inquiry.Standing is not null;
        var standing = inquiry.Standing.GetValueOrDefault(Neutral);
        var condition = OfflineClassTable.ConditionAt(inquiry.Perk.Freshness, inquiry.Age);
        var offer = inquiry.Venue.OfferOf(inquiry.Perk);

        var covered = CoversDeposit(inquiry, offer);
        var tally = new Tally { Ignored = covered ? CoveredByDeposit.Bits : 0 };
        tally.Add(RuleStage.Offer, OfferFailures(inquiry, offer));
        tally.Add(RuleStage.Consent, ConsentFailures(inquiry, standing, enrolled));
        tally.Add(RuleStage.Listings, RuleEvaluation.Unless(!standing.CourtListed || inquiry.Perk.IgnoresListings, Reason.CourtListed));
        AddConjuncts(ref tally, inquiry, standing);
        tally.Add(RuleStage.Attributes, RuleEvaluation.Unless(inquiry.Perk.HasRequired(inquiry.Attributes), Reason.Attribute));
        tally.Add(RuleStage.Limits, AmountFailures(inquiry, standing.Score));
        tally.Add(RuleStage.Freshness, FreshnessFailures(inquiry, condition));

        var reasons = new ReasonSet(enrolled || covered ? tally.Bits : (tally.Bits & ~OfStanding.Bits) | (1u << (int)Reason.NotEnrolled));
        return tally.Principal == Reason.None
            ? Permit(inquiry, standing.Score, condition, covered)
            : Refuse(inquiry, standing, tally.Principal, reasons, condition, offer);
    }

    private static bool CoversDeposit(in Inquiry inquiry, Offer? offer) =>
        inquiry.DepositPaid is { } paid
        && offer?.Remedy.DepositInstead is { } deposit
        && paid.Currency == deposit.Currency
        && paid.MinorUnits >= deposit.MinorUnits * inquiry.Units;

    private static uint OfferFailures(in Inquiry inquiry, Offer? offer)
    {
        var perk = inquiry.Perk;
        var active = (perk.ActiveFrom is null || inquiry.Now >= perk.ActiveFrom) && (perk.ActiveUntil is null || inquiry.Now < perk.ActiveUntil);
        return RuleEvaluation.Unless(active, Reason.NotActive) | RuleEvaluation.Unless(offer is not null, Reason.NotOfferedHere);
    }

    private static uint ConsentFailures(in Inquiry inquiry, in Standing standing, bool enrolled)
    {
        var consented = standing.HasConsented(new Contract(inquiry.Perk.Scene, inquiry.Venue.Partner.Id), inquiry.Now);
        return RuleEvaluation.Unless(enrolled, Reason.NotEnrolled) | RuleEvaluation.Unless(consented, Reason.NoConsent);
    }

    private static void AddConjuncts(ref Tally tally, in Inquiry inquiry, in Standing standing)
    {
        foreach (var conjunct in inquiry.Perk.ConjunctSpan)
        {
            tally.Add(conjunct.Stage, RuleEvaluation.Failures(conjunct.Rule, inquiry, standing));
        }
    }

    private static uint AmountFailures(in Inquiry inquiry, ScoreStep score) =>
        inquiry.Amount == 0 || inquiry.Perk.Benefit.CreditLadder.Count == 0
            ? 0
            : RuleEvaluation.Unless(inquiry.Amount <= (inquiry.Perk.Benefit.CreditLimitAt(score)?.MinorUnits ?? 0), Reason.AmountAboveLimit);

    private static uint FreshnessFailures(in Inquiry inquiry, EdgeCondition condition)
    {
        var ofBasis = OfflineClassTable.Look(inquiry.Perk.OfflineClass, condition);
        var failures = RuleEvaluation.Unless(ofBasis != OfflineAction.ReferToDesk, Reason.StaleBasis);
        if (inquiry.Ledger.Reachable)
        {
            return failures;
        }

        return failures | (OfflineClassTable.Look(inquiry.Perk.OfflineClass, EdgeCondition.LedgerOutOfReach) switch
        {
            OfflineAction.ReferToDesk => 1u << (int)Reason.LedgerOutOfReach,
            OfflineAction.ProvisionalOnce when inquiry.Ledger.OutageAllowanceUsed => 1u << (int)Reason.OutageAllowanceUsed,
            _ => 0,
        });
    }

    private static Decision Permit(in Inquiry inquiry, ScoreStep score, EdgeCondition condition, bool covered) => new()
    {
        Outcome = Outcome.Eligible,
        Code = TerminalCode.None,
        Principal = Reason.None,
        Reasons = default,
        Stale = condition != EdgeCondition.Fresh,
        Provisional = !inquiry.Ledger.Reachable,
        Benefit = covered ? inquiry.Perk.Benefit with { DepositWaived = null } : inquiry.Perk.Benefit,
        CreditLimit = inquiry.Perk.Benefit.CreditLimitAt(score),
    };

    private static Decision Refuse(
        in Inquiry inquiry, in Standing standing, Reason principal, ReasonSet reasons, EdgeCondition condition, Offer? offer)
    {
        var code = ReasonStages.CodeOf(principal);
        var stale = condition != EdgeCondition.Fresh;

        // Yesterday's ban may have been lifted, and the causes must stay alike: a stale "not available" and every stale referral are one answer.
        code = stale && code is (TerminalCode.NotAvailable or TerminalCode.Refer) ? TerminalCode.Stale : code;
        return new Decision
        {
            Outcome = code is TerminalCode.Stale or TerminalCode.Refer ? Outcome.ReferToDesk : Outcome.Ineligible,
            Code = code,
            Principal = principal,
            Reasons = reasons,
            Stale = stale,
            NextStep = NextScoreStep.Of(inquiry, standing, reasons),
            Remedy = offer?.Remedy ?? inquiry.Venue.Remedy,
        };
    }
}
