using System.Collections.Frozen;
using EdgeService.Core.Disputes;
using EdgeService.Core.Members;

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

    /// <summary>Whose record it is: tells the member's own holds from those of others. Null takes grant numbers alone for that.</summary>
    public MemberKey? Member { get; init; }

    /// <summary>What the member contests; null for a call that does not ask for it.</summary>
    public MemberFile? File { get; init; }

    /// <summary>What is known around the receipt in question; nothing when none is.</summary>
    public ReceiptNeighbours Receipts { get; init; }

    /// <summary>What is known of the faulty claim in question; nothing when none is.</summary>
    public FaultyClaimSight Faulty { get; init; }
}
