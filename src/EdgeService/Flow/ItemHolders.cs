using EdgeService.Core.Grants;
using EdgeService.Faults;
using EdgeService.Ledger;

namespace EdgeService.Flow;

/// <summary>Finds who has something out. What was lent during an outage is in the ledger only once its note is settled: that is done here and now.</summary>
public sealed class ItemHolders(Remembering remembering, OutageJournal outage, OutageReplay replay)
{
    /// <summary>Null when nobody has it.</summary>
    /// <exception cref="EdgeFaultException">The ledger is out of reach, or what was lent during an outage cannot be settled yet: ask again.</exception>
    public async Task<ItemHolder?> FindAsync(ItemRef item, CancellationToken cancellation)
    {
        var holder = await remembering.FindHolderAsync(item, cancellation);
        if (holder is not null || outage.NoteOf(item) is not { } note)
            return holder;
        await replay.SettleOfAsync(note.Member, cancellation);
        return await remembering.FindHolderAsync(item, cancellation)
            ?? (outage.NoteOf(item) is null ? null : throw new EdgeFaultException(Remembering.OutOfReach));
    }
}
