namespace EdgeService.Core.Grants;

/// <summary>More time, as often and as far as the perk gives it, and only before it is overdue.</summary>
internal static class Extending
{
    public static GrantOutcome Run(RecordDraft draft, Extend command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        if (ObstacleOf(grant, command.DueAt, draft.Now) is { } obstacle)
        {
            return new GrantOutcome(obstacle, grant);
        }

        var extended = grant.Noting(new Transition(grant.State, draft.Now, command.Actor, command.Reason)) with
        {
            ExtendedTo = Milliseconds.Floor(command.DueAt),
            Extensions = grant.Extensions + 1,
        };
        return new GrantOutcome(GrantResult.Extended, draft.Put(EntryKind.Extended, extended));
    }

    private static GrantResult? ObstacleOf(Grant grant, DateTimeOffset wanted, DateTimeOffset now) => grant switch
    {
        { State: not GrantState.Active } => GrantResult.WrongState,
        { DueAt: not { } } or { Terms.Extension: not { } } => GrantResult.BeyondExtension,
        _ when grant.IsOverdueAt(now) => GrantResult.IsOverdue,
        _ when Milliseconds.Floor(wanted) <= grant.DueAt => GrantResult.NotLater,
        { DueAt: { } due, Terms.Extension: { } rule } => grant.Extensions >= rule.Count || wanted > due + rule.By ? GrantResult.BeyondExtension : null,
        _ => null,
    };
}
