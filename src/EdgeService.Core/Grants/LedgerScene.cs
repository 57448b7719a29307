using System.Collections.Frozen;

namespace EdgeService.Core.Grants;

/// <summary>All that a ledger decision may look at, read in the transaction that will keep its result.</summary>
/// <param name="Record">The member's record; <see cref="MemberRecord.Empty"/> when there is none yet.</param>
/// <param name="Held">Holders of the items in question, lapsed holds included; items that nobody holds are absent.</param>
public sealed record LedgerScene(MemberRecord Record, IReadOnlyDictionary<ItemRef, ItemHolder> Held)
{
    public LedgerScene(MemberRecord record)
        : this(record, FrozenDictionary<ItemRef, ItemHolder>.Empty)
    {
    }
}
