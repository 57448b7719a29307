using EdgeService.Core.Grants;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>A grant as its own partner may see it: sealed id, and what time alone has done included.</summary>
/// <param name="Id">The sealed grant id.</param>
/// <param name="Grant">The grant at <paramref name="At"/>.</param>
/// <param name="At">The moment it is seen at.</param>
public sealed record GrantSight(string Id, Grant Grant, DateTimeOffset At)
{
    /// <summary>The partner's stable name for the member; empty where it is not told.</summary>
    public string Pseudonym { get; init; } = "";

    public static GrantSight Of(Seals seals, Core.Members.MemberKey member, Grant grant, DateTimeOffset now) =>
        new(seals.SealGrant(member, grant.Number), grant.SettledAt(now), now);

    /// <summary>The same with the name that the partner knows the member by, for operators.</summary>
    public static GrantSight Named(Seals seals, Core.Members.MemberKey member, Grant grant, DateTimeOffset now) =>
        Of(seals, member, grant, now) with { Pseudonym = seals.PseudonymOf(member, grant.Terms.PartnerId) };
}
