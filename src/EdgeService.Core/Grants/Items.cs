using System.Collections.Immutable;

namespace EdgeService.Core.Grants;

/// <summary>An item that a change of record takes or frees.</summary>
/// <param name="Item">The item.</param>
/// <param name="Grant">Number of the grant that takes or held it.</param>
/// <param name="Until">When the hold ends by itself; null when only a return ends it.</param>
public readonly record struct ItemHold(ItemRef Item, long Grant, DateTimeOffset? Until);

/// <summary>Which items a record holds.</summary>
public static class Items
{
    /// <summary>What the open grants of a record hold, as last recorded.</summary>
    public static ImmutableArray<ItemHold> HeldBy(MemberRecord record)
    {
        var holds = ImmutableArray.CreateBuilder<ItemHold>();
        foreach (var grant in record.Grants)
        {
            foreach (var item in grant.OpenItems)
            {
                holds.Add(new ItemHold(new ItemRef(grant.Terms.PartnerId, item), grant.Number, grant.EndsByItselfAt));
            }
        }

        return holds.DrainToImmutable();
    }

    /// <summary>The first item of the terms that a live grant holds; null when all are free.</summary>
    internal static string? FirstTaken(LedgerScene scene, GrantTerms terms, DateTimeOffset now) =>
        terms.Items.FirstOrDefault(item =>
            scene.Held.TryGetValue(new ItemRef(terms.PartnerId, item), out var holder) && holder.HoldsAt(now));
}
