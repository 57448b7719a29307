using EdgeService.Core.Grants;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>A grant as its own partner may see it: sealed id, and what time alone has done included.</summary>
/// <param name="Id">The sealed grant id.</param>
/// <param name="Grant">The grant at <paramref name="At"/>.</param>
/// <param name="At">The moment it is seen at.</param>
public sealed record GrantSight(string Id, Grant Grant, DateTimeOffset At)
{
    public static GrantSight Of(Seals seals, Core.Members.MemberKey member, Grant grant, DateTimeOffset now) =>
        new(seals.SealGrant(member, grant.Number), grant.SettledAt(now), now);
}
