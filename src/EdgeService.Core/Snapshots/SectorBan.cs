namespace EdgeService.Core.Snapshots;

/// <summary>Sector that listed a member.</summary>
public enum Sector
{
    Railway = 1,
    Aviation = 2,
    Finance = 3,
    Healthcare = 4,
    Other = 15,
}

/// <summary>What a ban covers.</summary>
public enum BanScope
{
    /// <summary>Everything of the sector.</summary>
    All = 0,

    /// <summary>Higher classes only: first class and above, lounges.</summary>
    HigherClasses = 1,
}

/// <summary>What ends a ban before its date.</summary>
public enum LiftCondition
{
    /// <summary>Nothing; it ends on its date.</summary>
    DateOnly = 0,

    /// <summary>Payment of what is owed; the next change carries the lift.</summary>
    Payment = 1,
}

/// <summary>Where a member's objection stands.</summary>
public enum DisputeState
{
    None = 0,

    /// <summary>Filed and open: the decider refers to a person instead of refusing.</summary>
    Open = 1,

    /// <summary>Upheld for the member: the ban does not count.</summary>
    Upheld = 2,

    /// <summary>Decided against the member.</summary>
    Rejected = 3,
}

/// <summary>
/// One dated ban: in force from <paramref name="From"/> (inclusive) to <paramref name="Until"/> (exclusive; null without end),
/// evaluated at the moment of the decision, so that a disconnected edge starts and ends it on the right day.
/// </summary>
public sealed record SectorBan(
    Sector Sector,
    BanScope Scope,
    DateTimeOffset From,
    DateTimeOffset? Until,
    LiftCondition Lift,
    DisputeState Dispute)
{
    public bool InForceAt(DateTimeOffset now) => now >= From && (Until is null || now < Until) && Dispute != DisputeState.Upheld;
}
