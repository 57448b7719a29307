using EdgeService.Core.Perks;

namespace EdgeService.Core.Grants;

/// <summary>
/// Receipts that docks signed, however late they come. A believable one stops the clock at its own time, and so undoes what was marked
/// since; of any other a person decides, and billing stands still until then.
/// </summary>
internal static class Receiving
{
    /// <summary>How far a dock's clock may be ahead.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    public static GrantOutcome Run(RecordDraft draft, LedgerScene scene, ReturnByReceipt command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        var item = command.Receipt.ItemRef;
        if (!grant.Terms.Items.Contains(item))
        {
            return new GrantOutcome(GrantResult.ItemNotOut, grant, Item: item);
        }

        var sighting = ReceiptSighting.Of(command.Receipt, command.Digest);
        if (WasSeen(grant, item, sighting, scene.Receipts) is { } seen)
        {
            return new GrantOutcome(seen, grant, Item: item);
        }

        var back = grant.ReturnedItems.Contains(item);
        if (back ? !CouldBeEarlier(grant) : !Returning.IsOut(grant))
        {
            return new GrantOutcome(GrantResult.WrongState, grant);
        }

        if (DoubtOf(grant, sighting, scene.Receipts, draft.Now) is { } doubt)
        {
            return Reviewing.Open(draft, grant, doubt, command, sighting);
        }

        draft.Seen = sighting;
        return new GrantOutcome(GrantResult.Returned, back
            ? draft.Put(EntryKind.ReturnCorrected, Earlier(grant, command, draft.Now))
            : draft.Put(EntryKind.Returned, Taken(grant, command, draft.Now)));
    }

    /// <summary>A receipt counts once: again for the same grant it says nothing new, and for another it is none.</summary>
    private static GrantResult? WasSeen(Grant grant, string item, in ReceiptSighting receipt, in ReceiptNeighbours known)
    {
        var back = grant.ReturnedItems.Contains(item);
        if (known.Same?.Digest == receipt.Digest)
        {
            return back || grant.Review?.Claimed == MarkOf(receipt) ? GrantResult.Repeated : GrantResult.ReceiptUsed;
        }

        return back && CouldBeEarlier(grant) && receipt.Time >= grant.EndedAt ? GrantResult.Repeated : null;
    }

    /// <summary>Whether what came back by other means may turn out to have come back earlier: only where one thing alone was lent.</summary>
    private static bool CouldBeEarlier(Grant grant) => grant is { State: GrantState.Returned, Terms.Items.Length: 1, Terms.Kind: PerkKind.Rental or PerkKind.Trial };

    private static Doubt? DoubtOf(Grant grant, in ReceiptSighting receipt, in ReceiptNeighbours known, DateTimeOffset now) =>
        receipt.Time.AddSeconds(1) <= (grant.ActiveAt ?? grant.OpenedAt) ? Doubt.BeforeGrant
        : receipt.Time > now + Slack ? Doubt.InFuture
        : ReceiptSequence.DoubtOf(receipt, known);

    private static Grant Taken(Grant grant, ReturnByReceipt command, DateTimeOffset now)
    {
        var transition = new Transition(GrantState.Returned, TimeOf(grant, command, now), command.Actor, command.Reason);
        var answers = grant.Review is not null && grant.MissingItems.All(item => item == command.Receipt.ItemRef);
        return Returning.Take(answers ? Reviewing.Resume(grant) : grant, [command.Receipt.ItemRef], transition) with { Receipt = MarkOf(command) };
    }

    /// <summary>It came back earlier than was recorded.</summary>
    private static Grant Earlier(Grant grant, ReturnByReceipt command, DateTimeOffset now) =>
        grant.To(new Transition(GrantState.Returned, TimeOf(grant, command, now), command.Actor, command.Reason)) with { Receipt = MarkOf(command) };

    private static DateTimeOffset TimeOf(Grant grant, ReturnByReceipt command, DateTimeOffset now)
    {
        var (at, start) = (command.Receipt.Time, grant.ActiveAt ?? grant.OpenedAt);
        at = at > now ? now : at;
        return at < start ? start : at;
    }

    private static ReceiptMark MarkOf(ReturnByReceipt command) => MarkOf(ReceiptSighting.Of(command.Receipt, command.Digest));

    private static ReceiptMark MarkOf(in ReceiptSighting receipt) => new(receipt.Terminal, receipt.Sequence, receipt.Time);
}
