using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>
/// What was done while cut off from the ledger. It happened, so that it is recorded at its own time if nothing came before it; if
/// something did, both sides are kept for a person to decide.
/// </summary>
internal static class Claiming
{
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(30);

    public static GrantOutcome Run(RecordDraft draft, LedgerScene scene, ClaimOffline claim)
    {
        var at = Milliseconds.Floor(claim.At);
        if (Before(draft.Record, claim, at) is { } before)
        {
            return new GrantOutcome(GrantResult.Repeated, before);
        }

        if (claim.Terms.Items.Length > claim.Terms.Units)
        {
            return new GrantOutcome(GrantResult.TooManyItems);
        }

        if (!Memory.HasRoomForGrant(draft.Record, draft.Now) || !Memory.HasRoomForToken(draft.Record, draft.Now))
        {
            return new GrantOutcome(GrantResult.TooMuchOpen);
        }

        if (Obstacle(draft, scene, claim) is { } conflict)
        {
            return new GrantOutcome(GrantResult.LateConflict, Keep(draft, claim, at, conflict));
        }

        var state = claim.Terms.NeedsHandover && !claim.HandedOver ? GrantState.Opening : GrantState.Active;
        var first = new Transition(state, at > draft.Now ? draft.Now : at, claim.Actor, claim.Reason);
        var grant = Granting.Make(draft, EntryKind.ClaimedOffline, first, claim.Terms, claim.Token, grant => grant with { ClaimedOffline = true, OpenedAt = at });
        if (claim.Token is { } token)
        {
            Granting.Spend(draft, token, claim.Expires, grant, first.At);
        }

        return new GrantOutcome(GrantResult.Claimed, grant);
    }

    /// <summary>Keeps both sides. A token that nobody had used is used up by it all the same: a gate has opened on it.</summary>
    private static Grant Keep(RecordDraft draft, ClaimOffline claim, DateTimeOffset at, LateConflict conflict)
    {
        var second = new Transition(GrantState.LateConflict, at, claim.Actor, claim.Reason);
        var kept = Granting.Make(
            draft, EntryKind.LateConflict, second, claim.Terms, claim.Token, grant => grant with { ClaimedOffline = true, Conflict = conflict });
        if (claim.Token is { } token && claim.At <= claim.Expires + Memory.TokenSlack && !IsUsed(draft.Record, token))
        {
            Granting.Spend(draft, token, claim.Expires, kept, at);
        }

        return kept;
    }

    private static bool IsUsed(MemberRecord record, TokenId token) => record.Spent.Any(spent => spent.Id == token) || record.Revoked.Any(revoked => revoked.Id == token);

    /// <summary>
    /// What this very act made before: the same claim uploaded again, or a token that the same terminal redeemed for the same things and
    /// lost the answer to.
    /// </summary>
    private static Grant? Before(MemberRecord record, ClaimOffline claim, DateTimeOffset at) => record.Grants.FirstOrDefault(grant =>
        grant.State != GrantState.Reserved
        && grant.Token == claim.Token
        && (grant.ClaimedOffline ? grant.OpenedAt == at : claim.Token is not null)
        && (grant.Terms.PartnerId, grant.Terms.VenueId, grant.Terms.TerminalId, grant.Terms.PerkCode)
            == (claim.Terms.PartnerId, claim.Terms.VenueId, claim.Terms.TerminalId, claim.Terms.PerkCode)
        && grant.Terms.Items.SequenceEqual(claim.Terms.Items));

    private static LateConflict? Obstacle(RecordDraft draft, LedgerScene scene, ClaimOffline claim)
    {
        if (claim.At > draft.Now + Slack)
        {
            return new LateConflict(ConflictCause.InFuture, null, null, null, null, null, null, draft.Now);
        }

        if (claim.Token is { } token && OfToken(draft, token, claim) is { } used)
        {
            return used;
        }

        // What was recorded of it before may be over and forgotten; a token's fate is remembered by itself.
        if (claim.Token is null && draft.Now > claim.At + Memory.EndedGrant)
        {
            return new LateConflict(ConflictCause.ClaimTooOld, null, null, null, null, null, null, draft.Now);
        }

        var own = claim.Token is null ? null : draft.Record.Grants.FirstOrDefault(grant => grant.State == GrantState.Reserved && grant.Token == claim.Token);
        if (Items.FirstTaken(scene, claim.Terms, own?.Number ?? 0, draft.Now) is { } taken)
        {
            return OfItem(draft, scene, scene.Held[new ItemRef(claim.Terms.PartnerId, taken)], taken, claim.Terms.PartnerId);
        }

        return claim.WithinLimits ? null : new LateConflict(ConflictCause.Limit, null, null, null, null, null, null, draft.Now);
    }

    private static LateConflict? OfToken(RecordDraft draft, TokenId token, ClaimOffline claim)
    {
        var record = draft.Record;
        if (record.Spent.FirstOrDefault(spent => spent.Id == token) is { } spent)
        {
            return OfGrant(draft, ConflictCause.TokenRedeemed, record.Find(spent.Grant), spent.PartnerId, spent.Grant, spent.RedeemedAt);
        }

        if (record.Grants.FirstOrDefault(grant => grant.Token == token && WasGranted(grant)) is { } used)
        {
            return OfGrant(draft, ConflictCause.TokenRedeemed, used, used.Terms.PartnerId, used.Number, used.OpenedAt);
        }

        if (record.Revoked.FirstOrDefault(revoked => revoked.Id == token) is { } revoked)
        {
            return new LateConflict(ConflictCause.TokenRevoked, null, null, null, null, null, revoked.RevokedAt, draft.Now);
        }

        // It was not redeemed for a grant that began earlier before its end than it can have lived.
        var forgotten = claim.Expires <= record.ForgottenThrough && record.ForgottenGrants > claim.Expires - Memory.LongestToken;
        return forgotten || claim.At > claim.Expires + Memory.TokenSlack || draft.Now > claim.Expires + Memory.Revocation
            ? new LateConflict(ConflictCause.TokenTooOld, null, null, null, null, null, null, draft.Now)
            : null;
    }

    /// <summary>Whether it ever was more than a reservation or a claim.</summary>
    internal static bool WasGranted(Grant grant) =>
        grant is { ReservedUntil: null, State: not GrantState.LateConflict } and not { Conflict: not null, State: GrantState.Cancelled };

    private static LateConflict OfGrant(RecordDraft draft, ConflictCause cause, Grant? first, string partner, long number, DateTimeOffset at) =>
        new(cause, null, partner, first?.Transitions[0].Actor, null, number, at, draft.Now);

    private static LateConflict OfItem(RecordDraft draft, LedgerScene scene, ItemHolder holder, string item, string partner)
    {
        var own = scene.Member is null || scene.Member == holder.Member;
        var first = own ? draft.Record.Find(holder.Grant) : null;
        return new LateConflict(
            ConflictCause.ItemTaken, item, partner, first?.Transitions[0].Actor, own ? null : holder.Member, holder.Grant, first?.OpenedAt, draft.Now);
    }
}
