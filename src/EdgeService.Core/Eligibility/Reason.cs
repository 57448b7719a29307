namespace EdgeService.Core.Eligibility;

/// <summary>
/// Why a perk is not to be had, for the member and nobody else. The numbers follow the order of deciding, are the bits of
/// <see cref="ReasonSet"/>, and are sealed into decision ids: never renumber.
/// </summary>
public enum Reason
{
    None = 0,

    /// <summary>Before or after the perk's time.</summary>
    NotActive = 1,

    /// <summary>The partner has not contracted the perk, or this kind of venue does not have it.</summary>
    NotOfferedHere = 2,

    /// <summary>Outside the daily hours.</summary>
    OutsideHours = 3,

    /// <summary>Unknown, or known and not enrolled.</summary>
    NotEnrolled = 4,

    /// <summary>No consent for this scene and this partner.</summary>
    NoConsent = 5,

    /// <summary>The perk wants the member's consent for each occasion, from the member's own app.</summary>
    NoConsentNow = 6,

    /// <summary>The court's list of defaulters names the member.</summary>
    CourtListed = 7,

    /// <summary>A sector's ban is in force.</summary>
    SectorBan = 8,

    /// <summary>A sector's ban is in force and the member's objection to it is open.</summary>
    BanDisputed = 9,

    /// <summary>The score is below the threshold.</summary>
    Score = 10,

    /// <summary>The tier is too low.</summary>
    Tier = 11,

    /// <summary>No open payment line.</summary>
    PaymentLine = 12,

    /// <summary>An attribute is missing or has another value.</summary>
    Attribute = 13,

    /// <summary>Too many active at once at this partner.</summary>
    ActiveHere = 14,

    /// <summary>Too many active at once, counting other partners.</summary>
    ActiveElsewhere = 15,

    /// <summary>Too many within the period at this partner.</summary>
    PeriodHere = 16,

    /// <summary>Too many within the period, counting other partners.</summary>
    PeriodElsewhere = 17,

    /// <summary>The journey has been used.</summary>
    JourneyUsed = 18,

    /// <summary>The amount exceeds the credit limit at this score.</summary>
    AmountAboveLimit = 19,

    /// <summary>The basis is too old for this perk.</summary>
    StaleBasis = 20,

    /// <summary>The ledger is out of reach and the perk needs it.</summary>
    LedgerOutOfReach = 21,

    /// <summary>The one provisional grant of this outage has been used.</summary>
    OutageAllowanceUsed = 22,
}

/// <summary>A set of reasons: bit n stands for the reason with number n.</summary>
public readonly record struct ReasonSet(uint Bits)
{
    /// <summary>Highest reason number in use.</summary>
    public const int MaxReason = 22;

    public bool IsEmpty => Bits == 0;

    /// <summary>The reason that comes first in the order of deciding.</summary>
    public Reason First => Bits == 0 ? Reason.None : (Reason)System.Numerics.BitOperations.TrailingZeroCount(Bits);

    public static ReasonSet Of(params ReadOnlySpan<Reason> reasons)
    {
        var bits = 0u;
        foreach (var reason in reasons)
        {
            bits |= 1u << (int)reason;
        }

        return new ReasonSet(bits);
    }

    public bool Contains(Reason reason) => (Bits & (1u << (int)reason)) != 0;

    public ReasonSet And(ReasonSet other) => new(Bits & other.Bits);

    public ReasonSet Or(ReasonSet other) => new(Bits | other.Bits);

    /// <summary>The reasons in the order of deciding.</summary>
    public IReadOnlyList<Reason> ToList()
    {
        var reasons = new List<Reason>();
        for (var number = 1; number <= MaxReason; number++)
        {
            if (Contains((Reason)number))
            {
                reasons.Add((Reason)number);
            }
        }

        return reasons;
    }
}
