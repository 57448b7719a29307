using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>New grants: reserved for a token, redeemed from it, or begun without one.</summary>
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
            Spend(draft, command.Token, command.Expires, grant, draft.Now);
        }

        return outcome;
    }

    public static GrantOutcome Open(RecordDraft draft, LedgerScene scene, GrantCommand command, GrantTerms terms, TokenId? token)
    {
        if (terms.Items.Length > terms.Units)
        {
            return new GrantOutcome(GrantResult.TooManyItems);
        }

        var reserved = token is null ? null : ReservedFor(draft, token.Value);
        if (reserved is null && !Memory.HasRoomForGrant(draft.Record, draft.Now))
        {
            return new GrantOutcome(GrantResult.TooMuchOpen);
        }

        if (Items.FirstTaken(scene, terms, reserved?.Number ?? 0, draft.Now) is { } taken)
        {
            return new GrantOutcome(GrantResult.ItemTaken, Item: taken);
        }

        var state = terms.NeedsHandover ? GrantState.Opening : GrantState.Active;
        return new GrantOutcome(GrantResult.Granted, Make(draft, EntryKind.Granted, new Transition(state, draft.Now, command.Actor, command.Reason), terms, token));
    }

    /// <summary>Reserves for a token; for a later copy of the same token, longer.</summary>
    public static GrantOutcome Reserve(RecordDraft draft, LedgerScene scene, Reserve command)
    {
        if (Custody.FateOf(draft.Record, command.Token, command.Expires, command.Terms.PartnerId, draft.Now) is { } fate)
        {
            return fate;
        }

        var until = Milliseconds.Floor(command.Expires) + Memory.TokenSlack;
        if (ReservedFor(draft, command.Token) is { } before)
        {
            return until <= before.ReservedUntil
                ? new GrantOutcome(GrantResult.Repeated, before)
                : new GrantOutcome(GrantResult.Reserved, draft.Put(
                    EntryKind.Reserved, before.Noting(new Transition(GrantState.Reserved, draft.Now, command.Actor, command.Reason)) with { ReservedUntil = until }));
        }

        if (command.Terms.Items.Length > command.Terms.Units || !Memory.HasRoomForGrant(draft.Record, draft.Now))
        {
            return new GrantOutcome(command.Terms.Items.Length > command.Terms.Units ? GrantResult.TooManyItems : GrantResult.TooMuchOpen);
        }

        if (Items.FirstTaken(scene, command.Terms, 0, draft.Now) is { } taken)
        {
            return new GrantOutcome(GrantResult.ItemTaken, Item: taken);
        }

        var transition = new Transition(GrantState.Reserved, draft.Now, command.Actor, command.Reason);
        return new GrantOutcome(
            GrantResult.Reserved, Make(draft, EntryKind.Reserved, transition, command.Terms, command.Token, grant => grant with { ReservedUntil = until }));
    }

    /// <summary>Makes the grant that the transition begins, in the place of what was reserved for the token.</summary>
    public static Grant Make(
        RecordDraft draft, EntryKind kind, Transition transition, GrantTerms terms, TokenId? token, Func<Grant, Grant>? shape = null)
    {
        var reserved = token is null || transition.State == GrantState.LateConflict ? null : ReservedFor(draft, token.Value);
        var grant = new Grant
        {
            Number = reserved?.Number ?? draft.Record.NextGrant,
            Terms = Floor(terms),
            State = transition.State,
            Token = token,
            Transitions = [.. reserved?.Transitions ?? [], transition],
            OpenedAt = transition.At,
            ActiveAt = transition.State == GrantState.Active ? transition.At : null,
        };
        draft.Record = draft.Record with { NextGrant = Math.Max(draft.Record.NextGrant, grant.Number + 1) };
        return draft.Put(kind, shape?.Invoke(grant) ?? grant);
    }

    /// <summary>Remembers that a token is used up.</summary>
    public static void Spend(RecordDraft draft, TokenId token, DateTimeOffset expires, Grant grant, DateTimeOffset at)
    {
        var spent = new SpentToken(token, Milliseconds.Floor(expires), at, grant.Terms.PartnerId, grant.Number);
        draft.Record = draft.Record with { Spent = draft.Record.Spent.Add(spent) };
    }

    private static Grant? ReservedFor(RecordDraft draft, TokenId token) =>
        draft.Record.Grants.FirstOrDefault(grant => grant.State == GrantState.Reserved && grant.Token == token);

    private static GrantTerms Floor(GrantTerms terms) => terms with
    {
        DueAfter = Milliseconds.Floor(terms.DueAfter),
        SelfCloseAfter = Milliseconds.Floor(terms.SelfCloseAfter),
        Period = Milliseconds.Floor(terms.Period),
        LostAfter = Milliseconds.Floor(terms.LostAfter),
        PayWithin = Milliseconds.Floor(terms.PayWithin),
        Extension = terms.Extension is { } rule ? new ExtensionRule(rule.Count, Milliseconds.Floor((TimeSpan?)rule.By)!.Value) : null,
    };
}
