using System.Collections.Frozen;

namespace EdgeService.Core.Perks;

/// <summary>A partner of the programme.</summary>
/// <param name="Id"><c>[a-z0-9-]{1,32}</c>.</param>
/// <param name="Name">What members read.</param>
/// <param name="PerkCodes">Codes of the perks it has contracted.</param>
public sealed record Partner(string Id, LocalizedText Name, FrozenSet<ushort> PerkCodes)
{
    public bool HasContracted(Perk perk) => PerkCodes.Contains(perk.Code);
}
