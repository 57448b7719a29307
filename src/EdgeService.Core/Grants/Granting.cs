using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>New grants: redeemed from a token or begun without one.</summary>
internal static class Granting
{
    public static GrantOutcome Redeem(RecordDraft draft, LedgerScene scene, Redeem command)
    {
        if (Custody.FateOf(draft.Record, command.Token, command.Expires, command.Terms.PartnerId, draft.Now) is { } fate)
        {
            return fate;
        }

        if (!Memory.HasRoomForToken(draft.Record, draft.Now))
        {
            return new GrantOutcome(GrantResult.TooMuchOpen);
        }

        var outcome = Open(draft, scene, command, command.Terms, command.Token);
        if (outcome.Grant is { } grant)
        {
            var spent = new SpentToken(command.Token, Milliseconds.Floor(command.Expires), draft.Now, command.Terms.PartnerId, grant.Number);
            draft.Record = draft.Record with { Spent = draft.Record.Spent.Add(spent) };
        }

        return outcome;
    }

    public static GrantOutcome Open(RecordDraft draft, LedgerScene scene, GrantCommand command, GrantTerms terms, TokenId? token)
    {
        if (terms.Items.Length > terms.Units)
        {
            return new GrantOutcome(GrantResult.TooManyItems);
        }

        if (!Memory.HasRoomForGrant(draft.Record, draft.Now))
        {
            return new GrantOutcome(GrantResult.TooMuchOpen);
        }

        if (Items.FirstTaken(scene, terms, draft.Now) is { } taken)
        {
            return new GrantOutcome(GrantResult.ItemTaken, Item: taken);
        }

        var state = terms.NeedsHandover ? GrantState.Opening : GrantState.Active;
        var grant = new Grant
        {
            Number = draft.Record.NextGrant,
            Terms = Floor(terms),
            State = state,
            Token = token,
            Transitions = [new Transition(state, draft.Now, command.Actor, command.Reason)],
            OpenedAt = draft.Now,
            ActiveAt = terms.NeedsHandover ? null : draft.Now,
        };
        draft.Record = draft.Record with { NextGrant = grant.Number + 1 };
        return new GrantOutcome(GrantResult.Granted, draft.Put(EntryKind.Granted, grant));
    }

    private static GrantTerms Floor(GrantTerms terms) => terms with
    {
        DueAfter = Milliseconds.Floor(terms.DueAfter),
        SelfCloseAfter = Milliseconds.Floor(terms.SelfCloseAfter),
        Period = Milliseconds.Floor(terms.Period),
    };
}
