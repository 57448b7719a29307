using EdgeService.Core.Members;

namespace EdgeService.Core.Grants;

/// <summary>Something lent, by its partner's own number: unique among that partner's open grants.</summary>
/// <param name="PartnerId">The partner who numbers it.</param>
/// <param name="Value">Bike number, book barcode; 1–64 bytes of UTF-8.</param>
public readonly record struct ItemRef(string PartnerId, string Value);

/// <summary>Who holds an item.</summary>
/// <param name="Member">The holder.</param>
/// <param name="Grant">Number of the holder's grant.</param>
/// <param name="Until">When the hold ends by itself; null when only a return ends it.</param>
public readonly record struct ItemHolder(MemberKey Member, long Grant, DateTimeOffset? Until)
{
    public bool HoldsAt(DateTimeOffset now) => Until is not { } until || now < until;
}
