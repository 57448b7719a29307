namespace EdgeService.Core.Grants;

/// <summary>
/// Grants called off: a jammed lock, a visit opened by mistake. What was handed over comes back by a return. Where nothing is
/// handed over, only the handover window tells a mistake from a use: within it nobody has entered or drawn on anything yet, so that
/// calling off costs nothing and frees the journey; after it, or once something is charged, the grant was used, and calling it off would
/// give it twice.
/// </summary>
internal static class Cancelling
{
    public static GrantOutcome Run(RecordDraft draft, Cancel command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        if (grant.State != GrantState.Opening && !IsMistake(grant, draft.Now))
        {
            return new GrantOutcome(GrantResult.WrongState, grant);
        }

        var cancelled = grant.To(new Transition(GrantState.Cancelled, draft.Now, command.Actor, command.Reason));
        return new GrantOutcome(GrantResult.Cancelled, draft.Put(EntryKind.Cancelled, cancelled));
    }

    private static bool IsMistake(Grant grant, DateTimeOffset now) =>
        grant.State == GrantState.Active && !grant.Terms.NeedsHandover && now < grant.OpenedAt + Grant.HandoverWindow
        && grant.Money is { Held: 0, Lines.IsEmpty: true };
}
