namespace EdgeService.Core.Grants;

/// <summary>
/// Confirmed handovers. In time: active at its own time, or now. Late, from the dock's journal: active at its own time if that
/// lies within the handover window and nobody else holds the item by now. Whether the member has reached a limit meanwhile
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

        var late = grant.State == GrantState.Lapsed && command.At is not null;
        if (grant.State != GrantState.Opening && !late)
        {
            return new GrantOutcome(GrantResult.WrongState, grant);
        }

        if (Reaching.OwnTime(command.At, grant.OpenedAt, draft.Now) is not { } at || at >= grant.OpenedAt + Grant.HandoverWindow)
        {
            return new GrantOutcome(GrantResult.TimeOutOfBounds, grant);
        }

        if (late && Items.FirstTaken(scene, grant.Terms, draft.Now) is { } taken)
        {
            return new GrantOutcome(GrantResult.ItemTaken, grant, Item: taken);
        }

        var active = grant.To(new Transition(GrantState.Active, at, command.Actor, command.Reason));
        return new GrantOutcome(GrantResult.HandedOver, draft.Put(EntryKind.HandedOver, active));
    }
}
