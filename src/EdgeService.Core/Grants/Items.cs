using System.Collections.Immutable;

namespace EdgeService.Core.Grants;

/// <summary>An item that a change of record takes or frees.</summary>
/// <param name="Item">The item.</param>
/// <param name="Grant">Number of the grant that takes or held it.</param>
/// <param name="Until">When the hold ends by itself; <see cref="Lost"/> for what was declared lost; null when only a return ends it.</param>
public readonly record struct ItemHold(ItemRef Item, long Grant, DateTimeOffset? Until)
{
    /// <summary>Past by any clock: what is lost keeps nobody from it.</summary>
    public static readonly DateTimeOffset Lost = DateTimeOffset.UnixEpoch;

    /// <summary>Whether it keeps others from the item. One that does not is only remembered, and gives way.</summary>
    public bool HoldsAt(DateTimeOffset now) => Until is not { } until || now < until;
}

/// <summary>What a change of record does to items.</summary>
/// <param name="Freed">Holds that end.</param>
/// <param name="Taken">Holds that begin, or whose end changes.</param>
public readonly record struct ItemChanges(ImmutableArray<ItemHold> Freed, ImmutableArray<ItemHold> Taken);

/// <summary>
/// Which items a record holds. What was declared lost keeps nobody else from it, but who lost it is remembered until somebody has it again, for it may
/// yet turn up.
/// </summary>
public static class Items
{
    /// <summary>What the grants of a record hold, as last recorded, the lost included.</summary>
    public static IEnumerable<ItemHold> HeldBy(MemberRecord record) => record.Grants.SelectMany(HeldBy);

    /// <summary>Whether an item of a grant has not come back at <paramref name="now"/>: it is out, about to be, or lost.</summary>
    public static bool IsStillOut(Grant grant, string item, DateTimeOffset now) =>
        grant.SettledAt(now) is var settled && (settled.IsOpen || Returning.Standing(settled) == GrantState.Lost) && settled.MissingItems.Contains(item);

    /// <summary>What changing one record into the next does to items.</summary>
    public static ItemChanges Between(MemberRecord before, MemberRecord next)
    {
        var gone = before.Grants.Where(grant => next.Find(grant.Number) != grant).SelectMany(HeldBy).ToImmutableArray();
        var come = next.Grants.Where(grant => before.Find(grant.Number) != grant).SelectMany(HeldBy).ToImmutableArray();
        return new ItemChanges(Without(gone, come), Without(come, gone));
    }

    private static ImmutableArray<ItemHold> Without(ImmutableArray<ItemHold> holds, ImmutableArray<ItemHold> others) =>
        others.IsEmpty ? holds : holds.RemoveAll(others.Contains);

    private static IEnumerable<ItemHold> HeldBy(Grant grant) =>
        grant.IsOpen ? HeldBy(grant, grant.EndsByItselfAt)
        : Returning.Standing(grant) == GrantState.Lost ? HeldBy(grant, ItemHold.Lost)
        : [];

    private static IEnumerable<ItemHold> HeldBy(Grant grant, DateTimeOffset? until) =>
        grant.MissingItems.Select(item => new ItemHold(new ItemRef(grant.Terms.PartnerId, item), grant.Number, until));

    /// <summary>The first item of the terms that a live grant other than this one holds; null when all are free.</summary>
    internal static string? FirstTaken(LedgerScene scene, GrantTerms terms, long number, DateTimeOffset now) =>
        terms.Items.FirstOrDefault(item => scene.Held.TryGetValue(new ItemRef(terms.PartnerId, item), out var holder)
            && holder.HoldsAt(now)
            && !(holder.Grant == number && (scene.Member is null || scene.Member == holder.Member)));
}
