using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>The rules of grants: what a command makes of a member's record.</summary>
public static class Custody
{
    /// <summary>
    /// Applies a command at <paramref name="now"/>. Limits are not looked at: who calls has decided eligibility on the same scene,
    /// after asking <see cref="FateOf"/> when there is a token. What time alone has done is recorded along with any change.
    /// A command that is refused changes nothing and says why.
    /// </summary>
    public static GrantStep Apply(LedgerScene scene, GrantCommand command, DateTimeOffset now)
    {
        var draft = new RecordDraft(scene.Record, Milliseconds.Floor(now));
        var outcome = command switch
        {
            Redeem redeem => Granting.Redeem(draft, scene, redeem),
            Begin begin => Granting.Open(draft, scene, begin, begin.Terms, null),
            ConfirmHandover confirm => HandingOver.Run(draft, scene, confirm),
            Return comingBack => Returning.Run(draft, comingBack),
            Cancel cancel => Cancelling.Run(draft, cancel),
            RevokeToken revoke => Revoking.Run(draft, revoke),
            Reserve reserve => Granting.Reserve(draft, scene, reserve),
            OnMoney money => Billing.Run(draft, money),
            Extend extend => Extending.Run(draft, extend),
            Close close => Closing.Run(draft, close),
            ReportLost lost => Losing.Run(draft, lost),
            ReturnByReceipt receipt => Receiving.Run(draft, scene, receipt),
            Dispute dispute => Reviewing.Dispute(draft, dispute),
            DecideReview decision => Reviewing.Decide(draft, decision),
            ClaimOffline claim => Claiming.Run(draft, scene, claim),
            ResolveConflict resolution => Resolving.Run(draft, scene, resolution),
            _ => throw new ArgumentOutOfRangeException(nameof(command), command.GetType().Name, "not a command of custody"),
        };
        return draft.Finish(outcome);
    }

    /// <summary>
    /// What stands in the way of redeeming a token, before limits are asked: redeemed or revoked before, or past its time.
    /// Null when nothing does.
    /// </summary>
    /// <param name="record">The member's record.</param>
    /// <param name="token">The verified token's id.</param>
    /// <param name="expires">The verified token's expiry.</param>
    /// <param name="partnerId">The asking partner: only the partner who redeemed it learns the grant. Null learns it too, for operators.</param>
    /// <param name="now">The moment.</param>
    public static GrantOutcome? FateOf(MemberRecord record, TokenId token, DateTimeOffset expires, string? partnerId, DateTimeOffset now)
    {
        if (record.Spent.FirstOrDefault(spent => spent.Id == token) is { } spent)
        {
            var same = partnerId is null || partnerId == spent.PartnerId;
            return new GrantOutcome(GrantResult.AlreadyRedeemed, same ? record.Find(spent.Grant)?.SettledAt(now) : null, spent.RedeemedAt);
        }

        if (record.Revoked.FirstOrDefault(revoked => revoked.Id == token) is { } revoked)
        {
            return new GrantOutcome(GrantResult.AlreadyRevoked, At: revoked.RevokedAt);
        }

        // A claim that came when the token was over used none up; once a person has let it stand, a later copy of the token must find it.
        if (record.Grants.FirstOrDefault(grant => grant.Token == token && grant.Conflict is not null && Claiming.WasGranted(grant)) is { } stood)
        {
            return new GrantOutcome(GrantResult.AlreadyRedeemed, partnerId is null || partnerId == stood.Terms.PartnerId ? stood.SettledAt(now) : null, stood.OpenedAt);
        }

        return Memory.IsPast(expires, now) || expires <= record.ForgottenThrough ? new GrantOutcome(GrantResult.TokenExpired) : null;
    }
}
