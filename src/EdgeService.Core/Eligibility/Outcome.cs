namespace EdgeService.Core.Eligibility;

/// <summary>What a decision says.</summary>
public enum Outcome
{
    Eligible = 1,
    Ineligible = 2,

    /// <summary>A person decides.</summary>
    ReferToDesk = 3,
}

/// <summary>The coarse code that a terminal gets instead of reasons.</summary>
public enum TerminalCode
{
    /// <summary>Eligible: there is nothing to say.</summary>
    None = 0,

    /// <summary>Unknown, not enrolled, no consent, listed, score, tier, another partner's limit: alike on purpose.</summary>
    NotAvailable = 1,

    /// <summary>The terminal must bring something, such as a ticket.</summary>
    Attribute = 2,

    /// <summary>This partner's own grants are in the way.</summary>
    LimitHere = 3,

    /// <summary>Not on offer here or now.</summary>
    Closed = 4,

    /// <summary>The edge knows too little of late.</summary>
    Stale = 5,

    /// <summary>A person must look.</summary>
    Refer = 6,
}
