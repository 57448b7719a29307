using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>Perks that a partner's terminals have asked about for one member on one day.</summary>
/// <param name="Day">Day of UTC, counted from 1970.</param>
/// <param name="PartnerId">The partner.</param>
/// <param name="Member">Whom it was about: anybody's key, enrolled or not.</param>
/// <param name="Codes">Numbers of the perks, in the catalog.</param>
public readonly record struct AskedPair(int Day, string PartnerId, MemberKey Member, IReadOnlyList<ushort> Codes);
