namespace EdgeService.Core.Grants;

/// <summary>What only a person can decide: receipts that are not believable, and what is contested. Custody and money both stand still.</summary>
internal static class Reviewing
{
    public static GrantOutcome Dispute(RecordDraft draft, Dispute command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        return grant.State is GrantState.Active or GrantState.Lost or GrantState.Returned or GrantState.Kept
            ? Open(draft, grant, Doubt.Disputed, command, null)
            : new GrantOutcome(GrantResult.WrongState, grant);
    }

    public static GrantOutcome Open(RecordDraft draft, Grant grant, Doubt doubt, OnGrant command, ReceiptSighting? claimed)
    {
        if (grant.Review is not null || grant.Reviews >= Grant.MostReviews)
        {
            return new GrantOutcome(grant.Review is null ? GrantResult.TooManyReviews : GrantResult.WrongState, grant);
        }

        draft.Seen = claimed;
        ReceiptMark? mark = claimed is { } receipt ? new ReceiptMark(receipt.Terminal, receipt.Sequence, receipt.Time) : null;
        var open = grant.To(new Transition(GrantState.InReview, draft.Now, command.Actor, command.Reason)) with
        {
            Review = new Review(doubt, grant.State, draft.Now, mark),
            Reviews = grant.Reviews + 1,
        };
        return new GrantOutcome(GrantResult.InReview, draft.Put(EntryKind.ReviewOpened, open));
    }

    public static GrantOutcome Decide(RecordDraft draft, DecideReview command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        if (grant.Review is not { } review)
        {
            return new GrantOutcome(GrantResult.WrongState, grant);
        }

        var start = grant.ActiveAt ?? grant.OpenedAt;
        if (command.ReturnedAt is { } returned && (Milliseconds.Floor(returned) < start || returned > draft.Now))
        {
            return new GrantOutcome(GrantResult.TimeOutOfBounds, grant);
        }

        var decided = command.ReturnedAt is { } at
            ? Returned(grant, new Transition(GrantState.Returned, Milliseconds.Floor(at), command.Actor, command.Reason))
            : Resume(grant).Noting(new Transition(review.Before, draft.Now, command.Actor, command.Reason));
        return new GrantOutcome(GrantResult.ReviewDecided, draft.Put(EntryKind.ReviewDecided, decided));
    }

    /// <summary>As it was before the review, or as a return meanwhile has left it.</summary>
    public static Grant Resume(Grant grant) => grant with { State = grant.Review!.Before, Review = null };

    private static Grant Returned(Grant grant, Transition transition)
    {
        var before = grant.Review!.Before;
        var returned = Resume(grant).To(transition);
        return Returning.FreeOfClaims(returned with { ReturnedItems = [.. grant.ReturnedItems, .. grant.MissingItems] }, before, transition.At);
    }
}
