using EdgeService.Core.Perks;

namespace EdgeService.Core.Grants;

/// <summary>What the desk ends without a thing coming back: a visit, a credit line without debt, a trial that the member keeps for its price.</summary>
internal static class Closing
{
    public static GrantOutcome Run(RecordDraft draft, Close command)
    {
        if (Reaching.Grant(draft, command, out var refusal) is not { } grant)
        {
            return refusal;
        }

        if (ObstacleOf(grant) is { } obstacle)
        {
            return new GrantOutcome(obstacle, grant);
        }

        var state = grant.Terms.Kind == PerkKind.Trial ? GrantState.Kept : GrantState.Returned;
        var closed = grant.To(new Transition(state, draft.Now, command.Actor, command.Reason));
        return new GrantOutcome(GrantResult.Closed, draft.Put(EntryKind.Closed, closed));
    }

    private static GrantResult? ObstacleOf(Grant grant) => grant switch
    {
        { State: not GrantState.Active } => GrantResult.WrongState,
        { Terms.Kind: PerkKind.Rental } => GrantResult.WrongKind,
        { Terms.Kind: PerkKind.CreditLine, Money: { Balance: not 0 } or { Held: > 0 } } => GrantResult.StillOwed,
        { Terms.Kind: PerkKind.Trial } when grant.Money.Charged == grant.Money.Waived => GrantResult.NothingCharged,
        _ => null,
    };
}
