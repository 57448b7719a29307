using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Signing;

namespace EdgeService.Flow;

/// <summary>A grant as its own partner may see it: sealed id, and what time alone has done included.</summary>
/// <param name="Id">The sealed grant id.</param>
/// <param name="Grant">The grant at <paramref name="At"/>.</param>
/// <param name="At">The moment it is seen at.</param>
public sealed record GrantSight(string Id, Grant Grant, DateTimeOffset At)
{
    /// <summary>The name that the partner knows the member by; empty where it is not told.</summary>
    public string Pseudonym { get; init; } = "";

    /// <summary>The sealed id of the grant that came first, where this is a claim that came second; empty where it is not told or known.</summary>
    public string FirstSideId { get; init; } = "";

    public static GrantSight Of(Seals seals, MemberKey member, Grant grant, DateTimeOffset now) =>
        new(seals.SealGrant(member, grant.Number), grant.SettledAt(now), now);

    /// <summary>The same with all that operators may see.</summary>
    public static GrantSight Named(Seals seals, MemberKey member, Grant grant, DateTimeOffset now) => Of(seals, member, grant, now) with
    {
        Pseudonym = seals.PseudonymOf(member, grant.Terms.PartnerId),
        FirstSideId = grant.Conflict is { Grant: { } first } conflict ? seals.SealGrant(conflict.Holder ?? member, first) : "",
    };
}
