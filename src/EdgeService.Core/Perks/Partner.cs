using System.Collections.Frozen;
using EdgeService.Core.Scoring;

namespace EdgeService.Core.Perks;

/// <summary>A partner of the programme.</summary>
/// <param name="Id"><c>[a-z0-9-]{1,32}</c>.</param>
/// <param name="Name">What members read.</param>
/// <param name="PerkCodes">Codes of the perks it has contracted.</param>
public sealed record Partner(string Id, LocalizedText Name, FrozenSet<ushort> PerkCodes)
{
    /// <summary>
    /// Distinct score thresholds of those perks, rising: what a terminal can learn of a score by asking for all of them. Those that the member is
    /// asked for each time are not the terminal's to ask.
    /// </summary>
    public IReadOnlyList<ScoreStep> Thresholds { get; init; } = [];

    public bool HasContracted(Perk perk) => PerkCodes.Contains(perk.Code);
}
