namespace EdgeService.Core.Grants;

/// <summary>
/// Confirmed handovers. In time: active at its own time, or now. Late, from the dock's journal: active at its own time if that
/// lies within the handover window. Nobody else may hold the item by now. Whether the member has reached a limit meanwhile
/// is not asked: the thing is out.
/// </summary>
internal static class HandingOver
{
    public static GrantOutcome Run(RecordDraft draft, LedgerScene scene, ConfirmHandover command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        var late = grant is { State: GrantState.Lapsed, ReservedUntil: null } && command.At is not null;
        if (grant.State != GrantState.Opening && !late)
        {
            return new GrantOutcome(GrantResult.WrongState, grant);
        }

        if (Reaching.OwnTime(command.At, grant.OpenedAt, draft.Now) is not { } at || at >= grant.OpenedAt + Grant.HandoverWindow)
        {
            return new GrantOutcome(GrantResult.TimeOutOfBounds, grant);
        }

        // In time, too: a clock that was set back may find an opening whose item went out again while it had lapsed.
        if (Items.FirstTaken(scene, grant.Terms, grant.Number, draft.Now) is { } taken)
        {
            return new GrantOutcome(GrantResult.ItemTaken, grant, Item: taken);
        }

        var active = grant.To(new Transition(GrantState.Active, at, command.Actor, command.Reason));
        return new GrantOutcome(GrantResult.HandedOver, draft.Put(EntryKind.HandedOver, active));
    }
}
