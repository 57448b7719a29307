using System.Collections.Immutable;

namespace EdgeService.Core.Snapshots;

/// <summary>How many members of a snapshot stand where. Nothing in it is of one member.</summary>
/// <param name="BySteps">Members by score step, 13 of them, the lowest first.</param>
/// <param name="ByTier">Members by tier, in the order of <see cref="Tier"/>.</param>
/// <param name="Counted">How many were counted.</param>
/// <param name="Members">How many there are; when more than were counted, the rest is a sample.</param>
public sealed record ScoreSample(ImmutableArray<long> BySteps, ImmutableArray<long> ByTier, long Counted, long Members)
{
    /// <summary>Whether not all were counted.</summary>
    public bool IsSample => Counted < Members;
}
