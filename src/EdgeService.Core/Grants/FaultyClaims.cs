namespace EdgeService.Core.Grants;

/// <summary>What becomes of taking in a faulty claim, or of deciding one.</summary>
public enum FaultyClaimOutcome
{
    /// <summary>It is kept, and waits for a person.</summary>
    Kept = 1,

    /// <summary>It was kept before.</summary>
    KeptBefore = 2,

    /// <summary>So many of the terminal's wait that no more is taken on.</summary>
    TooManyWait = 3,

    /// <summary>It is decided.</summary>
    Decided = 4,

    /// <summary>There is no such claim.</summary>
    Unknown = 5,

    /// <summary>It was decided before.</summary>
    DecidedBefore = 6,
}

/// <summary>What a step came to.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Claim">The claim afterwards; null when there is none.</param>
public readonly record struct FaultyClaimStep(FaultyClaimOutcome Outcome, FaultyClaim? Claim)
{
    /// <summary>Whether the claim is to be written.</summary>
    public bool Changes => Outcome is FaultyClaimOutcome.Kept or FaultyClaimOutcome.Decided;
}

/// <summary>The rules of claims that cannot be settled: each is kept once, decided once, and by a person, unless it settles after all.</summary>
public static class FaultyClaims
{
    /// <summary>The reason that stands beside a claim which was settled after all.</summary>
    public const string Since = "uploaded again";

    public static FaultyClaimStep Keep(in FaultyClaimSight known, FaultyClaim claim) =>
        known.Claim is { } before ? new(FaultyClaimOutcome.KeptBefore, before)
        : known.Waiting >= FaultyClaim.MostWaiting ? new(FaultyClaimOutcome.TooManyWait, null)
        : new(FaultyClaimOutcome.Kept, claim with { RecordedAt = Milliseconds.Floor(claim.RecordedAt), At = claim.At is { } at ? Milliseconds.Floor(at) : null });

    /// <summary>Whether a person has decided it: it is not settled any more, should it be uploaded again.</summary>
    public static bool IsClosed(in FaultyClaimSight known) =>
        known.Claim?.Decision?.Resolution is FaultyClaimResolution.Recorded or FaultyClaimResolution.Dismissed;

    public static FaultyClaimStep Decide(in FaultyClaimSight known, FaultyClaimDecision decision) => known.Claim switch
    {
        null => new(FaultyClaimOutcome.Unknown, null),
        { Decision: not null } decided => new(FaultyClaimOutcome.DecidedBefore, decided),
        { } open => new(FaultyClaimOutcome.Decided, open with { Decision = decision with { At = Milliseconds.Floor(decision.At) } }),
    };
}
