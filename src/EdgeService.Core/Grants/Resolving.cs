namespace EdgeService.Core.Grants;

/// <summary>Conflicts that a person decides: the claim stands from its own time, beside what came first, or was never granted.</summary>
internal static class Resolving
{
    public static GrantOutcome Run(RecordDraft draft, LedgerScene scene, ResolveConflict command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        if (grant.State != GrantState.LateConflict)
        {
            return new GrantOutcome(GrantResult.WrongState, grant);
        }

        // An item has one holder: the first must be ended before the second can stand.
        if (command.Stands && Items.FirstTaken(scene, grant.Terms, grant.Number, draft.Now) is { } taken)
        {
            return new GrantOutcome(GrantResult.ItemTaken, grant, Item: taken);
        }

        var at = command.Stands && grant.OpenedAt < draft.Now ? grant.OpenedAt : draft.Now;
        var state = command.Stands ? GrantState.Active : GrantState.Cancelled;
        var decided = grant.To(new Transition(state, at, command.Actor, command.Reason));
        return new GrantOutcome(GrantResult.ConflictResolved, draft.Put(EntryKind.ConflictResolved, decided));
    }
}
