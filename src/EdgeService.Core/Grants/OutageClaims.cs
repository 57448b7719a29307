using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>Knows what an edge's provisional note is about when the first attempt had been kept after all, and only its answer was lost.</summary>
public static class OutageClaims
{
    /// <summary>The first attempt is given up on after a few seconds at most.</summary>
    private static readonly TimeSpan Attempt = TimeSpan.FromSeconds(30);

    /// <summary>The grant that the first attempt made, online; null when it made none.</summary>
    /// <param name="record">The member's record.</param>
    /// <param name="terms">What was noted.</param>
    /// <param name="token">The token; null without one.</param>
    /// <param name="at">When it was noted.</param>
    public static Grant? GrantedBefore(MemberRecord record, GrantTerms terms, TokenId? token, DateTimeOffset at) => record.Grants.FirstOrDefault(grant =>
        !grant.ClaimedOffline
        && grant.State != GrantState.Reserved
        && grant.Token == token
        && (grant.OpenedAt - at).Duration() <= Attempt
        && (grant.Terms.PartnerId, grant.Terms.VenueId, grant.Terms.TerminalId, grant.Terms.PerkCode) == (terms.PartnerId, terms.VenueId, terms.TerminalId, terms.PerkCode)
        && grant.Terms.Items.SequenceEqual(terms.Items));
}
