namespace EdgeService.Core.Grants;

/// <summary>Grants called off: a jammed lock, a visit opened by mistake. What was handed over comes back by a return.</summary>
internal static class Cancelling
{
    public static GrantOutcome Run(RecordDraft draft, Cancel command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        if (grant.State != GrantState.Opening && (grant.State != GrantState.Active || grant.Terms.NeedsHandover))
        {
            return new GrantOutcome(GrantResult.WrongState, grant);
        }

        var cancelled = grant.To(new Transition(GrantState.Cancelled, draft.Now, command.Actor, command.Reason));
        return new GrantOutcome(GrantResult.Cancelled, draft.Put(EntryKind.Cancelled, cancelled));
    }
}
