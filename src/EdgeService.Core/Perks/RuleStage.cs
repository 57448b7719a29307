namespace EdgeService.Core.Perks;

/// <summary>Where in the order of deciding a rule belongs.</summary>
public enum RuleStage
{
    /// <summary>Active here and now.</summary>
    Offer = 1,

    /// <summary>Enrolled, and consented for this scene and this partner.</summary>
    Consent = 2,

    /// <summary>Court and sector bans.</summary>
    Listings = 3,

    /// <summary>Score, tier, payment line.</summary>
    Standing = 4,

    /// <summary>What the terminal must bring.</summary>
    Attributes = 5,

    /// <summary>What the member already has.</summary>
    Limits = 6,

    /// <summary>Age of the basis, reach of the ledger.</summary>
    Freshness = 7,
}

/// <summary>One rule of those that must all hold, with its stage.</summary>
public readonly record struct Conjunct(Rule Rule, RuleStage Stage);
