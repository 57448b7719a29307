using EdgeService.Core.Perks;

namespace EdgeService.Core.Eligibility;

/// <summary>Which reasons belong to which stage of deciding, and what a terminal hears of them.</summary>
public static class ReasonStages
{
    /// <summary>The reasons of one stage.</summary>
    public static ReasonSet Of(RuleStage stage) => stage switch
    {
        RuleStage.Offer => Between(Reason.NotActive, Reason.OutsideHours),
        RuleStage.Consent => Between(Reason.NotEnrolled, Reason.NoConsentNow),
        RuleStage.Listings => Between(Reason.CourtListed, Reason.BanDisputed),
        RuleStage.Standing => Between(Reason.Score, Reason.PaymentLine),
        RuleStage.Attributes => Between(Reason.Attribute, Reason.Attribute),
        RuleStage.Limits => Between(Reason.ActiveHere, Reason.AmountAboveLimit),
        _ => Between(Reason.StaleBasis, Reason.OutageAllowanceUsed),
    };

    /// <summary>The coarse code of a principal reason on a fresh basis.</summary>
    public static TerminalCode CodeOf(Reason principal) => principal switch
    {
        Reason.None => TerminalCode.None,
        <= Reason.OutsideHours => TerminalCode.Closed,
        Reason.BanDisputed => TerminalCode.Refer,
        <= Reason.PaymentLine => TerminalCode.NotAvailable,
        Reason.Attribute => TerminalCode.Attribute,
        Reason.ActiveHere or Reason.PeriodHere or Reason.JourneyUsed => TerminalCode.LimitHere,
        <= Reason.AmountAboveLimit => TerminalCode.NotAvailable,
        Reason.StaleBasis => TerminalCode.Stale,
        _ => TerminalCode.Refer,
    };

    private static ReasonSet Between(Reason first, Reason last) => new((2u << (int)last) - (1u << (int)first));
}
