using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>
/// The durable record of grants. What it has answered is on disk and is never lost, doubled or answered differently.
/// Every method but <see cref="Health"/> and <see cref="TryView"/> throws <see cref="LedgerUnavailableException"/> while the store cannot be used.
/// </summary>
/// <remarks>
/// A store implements: one transaction a call; compare-and-swap of the member's record by version; the append-only entries; rows for
/// requests and for held items, each found by its own hash. A call whose wait is cancelled, or whose commit fails in a way that leaves
/// its fate open, may still have been kept: the same request asked again is told what became of it.
/// </remarks>
public interface ILedger : IAsyncDisposable
{
    /// <summary>Whether the store can keep anything at this moment. Never latched.</summary>
    LedgerHealth Health { get; }

    /// <summary>
    /// The member's record as far as limits need it, for checks: never waits, and is advisory. False while the store cannot be used;
    /// the record is then the last one known. Members with nothing that counts read <see cref="MemberRecord.Empty"/>.
    /// </summary>
    bool TryView(MemberKey member, out MemberRecord record);

    /// <summary>Decides and keeps, in one transaction; answers after it is durable. A repeated request gets its first answer without deciding.</summary>
    Task<LedgerAnswer> AppendAsync(LedgerCall call, CancellationToken cancellation);

    /// <summary>The answer a request got before, if it was made before; null when it is new.</summary>
    Task<LedgerAnswer?> RecallAsync(LedgerRequest request, CancellationToken cancellation);

    /// <summary>Who holds an item, as last recorded: ask <see cref="ItemHolder.HoldsAt"/>. Null when nobody does.</summary>
    Task<ItemHolder?> FindHolderAsync(ItemRef item, CancellationToken cancellation);

    /// <summary>The member's record, exact.</summary>
    Task<MemberRecord> ReadAsync(MemberKey member, CancellationToken cancellation);

    /// <summary>A grant's entries, oldest first; the last one carries the grant as it is. Empty when there is no such grant.</summary>
    Task<IReadOnlyList<LedgerEntry>> ReadEntriesAsync(MemberKey member, long grant, CancellationToken cancellation);
}
