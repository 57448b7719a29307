using System.Collections.Immutable;

namespace EdgeService.Core.Grants;

/// <summary>An item that a change of record takes or frees.</summary>
/// <param name="Item">The item.</param>
/// <param name="Grant">Number of the grant that takes or held it.</param>
/// <param name="Until">When the hold ends by itself; null when only a return ends it.</param>
public readonly record struct ItemHold(ItemRef Item, long Grant, DateTimeOffset? Until);

/// <summary>What a change of record does to items.</summary>
/// <param name="Freed">Holds that end.</param>
/// <param name="Taken">Holds that begin, or whose end changes.</param>
public readonly record struct ItemChanges(ImmutableArray<ItemHold> Freed, ImmutableArray<ItemHold> Taken);

/// <summary>Which items a record holds.</summary>
public static class Items
{
    /// <summary>What the open grants of a record hold, as last recorded.</summary>
    public static IEnumerable<ItemHold> HeldBy(MemberRecord record) => record.Grants.SelectMany(HeldBy);

    /// <summary>What changing one record into the next does to items.</summary>
    public static ItemChanges Between(MemberRecord before, MemberRecord next)
    {
        var gone = before.Grants.Where(grant => grant.IsOpen && next.Find(grant.Number) != grant).SelectMany(HeldBy).ToImmutableArray();
        var come = next.Grants.Where(grant => grant.IsOpen && before.Find(grant.Number) != grant).SelectMany(HeldBy).ToImmutableArray();
        return new ItemChanges(Without(gone, come), Without(come, gone));
    }

    private static ImmutableArray<ItemHold> Without(ImmutableArray<ItemHold> holds, ImmutableArray<ItemHold> others) =>
        others.IsEmpty ? holds : holds.RemoveAll(others.Contains);

    private static IEnumerable<ItemHold> HeldBy(Grant grant) =>
        grant.OpenItems.Select(item => new ItemHold(new ItemRef(grant.Terms.PartnerId, item), grant.Number, grant.EndsByItselfAt));

    /// <summary>The first item of the terms that a live grant other than this one holds; null when all are free.</summary>
    internal static string? FirstTaken(LedgerScene scene, GrantTerms terms, long number, DateTimeOffset now) =>
        terms.Items.FirstOrDefault(item => scene.Held.TryGetValue(new ItemRef(terms.PartnerId, item), out var holder)
            && holder.HoldsAt(now)
            && !(holder.Grant == number && (scene.Member is null || scene.Member == holder.Member)));
}
