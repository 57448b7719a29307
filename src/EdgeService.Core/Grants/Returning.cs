using System.Collections.Immutable;

namespace EdgeService.Core.Grants;

/// <summary>Things coming back, whole or in part.</summary>
internal static class Returning
{
    public static GrantOutcome Run(RecordDraft draft, Return command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        if (grant.State != GrantState.Active)
        {
            return new GrantOutcome(GrantResult.WrongState, grant);
        }

        var open = grant.OpenItems.ToImmutableArray();
        var back = command.Items.IsDefaultOrEmpty ? open : [.. command.Items.Distinct()];
        if (back.FirstOrDefault(item => !open.Contains(item)) is { } stranger)
        {
            return new GrantOutcome(GrantResult.ItemNotOut, grant, Item: stranger);
        }

        if (Reaching.OwnTime(command.At, grant.ActiveAt ?? grant.OpenedAt, draft.Now) is not { } at)
        {
            return new GrantOutcome(GrantResult.TimeOutOfBounds, grant);
        }

        var state = back.Length == open.Length ? GrantState.Returned : GrantState.Active;
        var after = grant.To(new Transition(state, at, command.Actor, command.Reason)) with { ReturnedItems = grant.ReturnedItems.AddRange(back) };
        return new GrantOutcome(GrantResult.Returned, draft.Put(EntryKind.Returned, after));
    }
}
