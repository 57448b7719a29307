using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Perks;

/// <summary>A perk's condition as data. The set is closed: what is not here cannot be said in a catalog.</summary>
public abstract record Rule
{
    private protected Rule()
    {
    }
}

/// <summary>Holds when every part holds.</summary>
public sealed record AllOf(Rule[] Parts) : Rule;

/// <summary>Holds when at least one part holds.</summary>
public sealed record AnyOf(Rule[] Parts) : Rule;

/// <summary>Holds when the part does not. Lint lets it turn round only attributes, places and hours.</summary>
public sealed record Not(Rule Part) : Rule;

/// <summary>The member's score has reached a published threshold.</summary>
public sealed record ScoreAtLeast(ScoreStep Step) : Rule;

/// <summary>The member's tier has reached <paramref name="Tier"/>.</summary>
public sealed record TierAtLeast(Tier Tier) : Rule;

/// <summary>The inquiry carries the attribute with one of the values; with no values listed, with any value.</summary>
public sealed record AttributeIn(string Name, AttributeValue[] Values) : Rule;

/// <summary>The terminal stands at a venue of one of the kinds.</summary>
public sealed record OfferedAt(VenueKind[] Kinds) : Rule;

/// <summary>
/// The venue's own clock lies within daily hours, minutes after midnight 0–1440: from inclusive, to exclusive;
/// <paramref name="FromMinute"/> after <paramref name="ToMinute"/> runs over midnight.
/// </summary>
public sealed record WithinHours(int FromMinute, int ToMinute) : Rule;

/// <summary>No ban is in force that covers the scope: a ban of everything covers higher classes too, one of higher classes covers only those.</summary>
/// <param name="Sector">Sector to look at; null for every sector.</param>
/// <param name="Scope">What the perk is: part of everything, or of the higher classes.</param>
public sealed record NoBan(Sector? Sector, BanScope Scope) : Rule;

/// <summary>
/// A consent beyond the one for the perk's own scene, which is always asked for: to the partner for another scene, or (with
/// <paramref name="EachTime"/>) an act of the member for this very occasion.
/// </summary>
public sealed record ConsentGiven(Scene? Scene, bool EachTime) : Rule;

/// <summary>An open payment line is on file.</summary>
public sealed record PaymentLineOpen : Rule;

/// <summary>At most <paramref name="Units"/> open or active at once, everywhere.</summary>
public sealed record MaxActive(int Units) : Rule;

/// <summary>At most <paramref name="Units"/> granted within the last <paramref name="Period"/>, everywhere.</summary>
public sealed record MaxPerPeriod(int Units, TimeSpan Period) : Rule;

/// <summary>The journey that the attribute names has not been used yet; an inquiry without the attribute names no journey and passes.</summary>
public sealed record OncePerJourney(string Attribute) : Rule;
