using EdgeService.Core.Grants;
using EdgeService.Faults;
using EdgeService.Ledger;

namespace EdgeService.Flow;

/// <summary>Finds who has something out. What was lent during an outage is in the ledger only once its note is settled: that is done here and now.</summary>
public sealed class ItemHolders(Remembering remembering, OutageJournal outage, OutageReplay replay)
{
    /// <summary>Who has it, or else had it last and may still owe it: it was declared lost, or taken to be over by time alone. Null when there is none.</summary>
    /// <exception cref="EdgeFaultException">The ledger is out of reach, or what was lent during an outage cannot be settled yet: ask again.</exception>
    public async Task<ItemHolder?> FindAsync(ItemRef item, DateTimeOffset now, CancellationToken cancellation)
    {
        var holder = await remembering.FindHolderAsync(item, cancellation);
        if (holder?.HoldsAt(now) == true || outage.NoteOf(item) is not { } note)
            return holder;
        await replay.SettleOfAsync(note.Member, cancellation);
        return await remembering.FindHolderAsync(item, cancellation)
            ?? (outage.NoteOf(item) is null ? null : throw new EdgeFaultException(Remembering.OutOfReach));
    }
}
