using EdgeService.Core.Rights;
using EdgeService.Identity;

namespace EdgeService.Flow;

/// <summary>A member's own standing.</summary>
/// <param name="Member">The member, with everything that is known.</param>
/// <param name="Band">What is shown of the score.</param>
public sealed record OwnStanding(PresentMember Member, ShownBand Band);

/// <summary>What the programme says of a member, for the member alone.</summary>
public sealed class OwnStandingFlow(Acting acting)
{
    public OwnStanding Run(Caller caller, in MemberRef member)
    {
        var present = acting.Look(caller, member);
        return new(present, ShownBand.Of(present.Standing, present.Now));
    }
}
