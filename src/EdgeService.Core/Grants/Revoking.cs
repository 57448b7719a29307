namespace EdgeService.Core.Grants;

/// <summary>Tokens made worthless before anyone redeemed them; what was reserved for them is free again.</summary>
internal static class Revoking
{
    public static GrantOutcome Run(RecordDraft draft, RevokeToken command)
    {
        if (Custody.FateOf(draft.Record, command.Token, command.Expires, null, draft.Now) is { } fate)
        {
            return fate;
        }

        if (!Memory.HasRoomForToken(draft.Record, draft.Now))
        {
            // Nor is it redeemed while there is no room, and by then most tokens have expired.
            return new GrantOutcome(GrantResult.TooMuchOpen);
        }

        if (draft.Record.Grants.FirstOrDefault(grant => grant.State == GrantState.Reserved && grant.Token == command.Token) is { } reserved)
        {
            draft.Put(EntryKind.Cancelled, reserved.To(new Transition(GrantState.Cancelled, draft.Now, command.Actor, command.Reason)));
        }

        var revoked = new RevokedToken(command.Token, Milliseconds.Floor(command.Expires), draft.Now);
        draft.Record = draft.Record with { Revoked = draft.Record.Revoked.Add(revoked) };
        draft.Note(EntryKind.TokenRevoked, new Transition(GrantState.Cancelled, draft.Now, command.Actor, command.Reason), null, command.Token);
        return new GrantOutcome(GrantResult.Revoked, At: draft.Now);
    }
}
