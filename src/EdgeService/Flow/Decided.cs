using EdgeService.Core.Eligibility;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;

namespace EdgeService.Flow;

/// <summary>A decision with what it was taken on and the sealed id it is known by.</summary>
public readonly record struct Decided
{
    public required Decision Decision { get; init; }

    public required Perk Perk { get; init; }

    public required Basis Basis { get; init; }

    public required MemberKey Member { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>The sealed decision id.</summary>
    public required byte[] Id { get; init; }

    public bool IsEligible => Decision.Outcome == Outcome.Eligible;
}
