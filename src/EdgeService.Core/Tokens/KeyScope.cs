using System.Collections.Frozen;

namespace EdgeService.Core.Tokens;

/// <summary>What a signing key may sign for; verifiers enforce it.</summary>
/// <param name="Perks">Numeric perk codes; null for every perk.</param>
/// <param name="Venues">Venues as <c>partner:venue</c>; null for every venue.</param>
/// <param name="MaxLifetime">Longest lifetime of a token, from its issue.</param>
public sealed record KeyScope(FrozenSet<ushort>? Perks, FrozenSet<string>? Venues, TimeSpan MaxLifetime)
{
    /// <summary>Every perk and venue, up to a day: the longest lifetime the design knows.</summary>
    public static KeyScope Everything { get; } = new(null, null, TimeSpan.FromDays(1));

    public bool CoversPerk(ushort perkCode) => Perks is null || Perks.Contains(perkCode);

    public bool CoversVenue(string venue) => Venues is null || Venues.Contains(venue);

    /// <summary>Whether claims issued at <paramref name="now"/> for a venue will hold before a verifier.</summary>
    public bool Covers(in TokenClaims claims, string venue, DateTimeOffset now) =>
        CoversPerk(claims.PerkCode) && CoversVenue(venue) && claims.ExpiresAt - now <= MaxLifetime;

    /// <summary>Whether everything the other allows is allowed here.</summary>
    public bool Includes(KeyScope other) =>
        (Perks is null || (other.Perks is not null && other.Perks.IsSubsetOf(Perks)))
        && (Venues is null || (other.Venues is not null && other.Venues.IsSubsetOf(Venues)))
        && other.MaxLifetime <= MaxLifetime;

    public bool IsSameAs(KeyScope other) => Includes(other) && other.Includes(this);
}
