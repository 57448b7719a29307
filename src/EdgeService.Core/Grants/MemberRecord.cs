using System.Collections.Immutable;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Grants;

/// <summary>
/// All that limits, custody and redeeming need to know of one member. Immutable; changed only by <see cref="Custody.Apply"/>,
/// which raises <see cref="Version"/> by one, the number that compare-and-swap compares.
/// </summary>
public sealed record MemberRecord
{
    /// <summary>The record of a member who never had a grant.</summary>
    public static MemberRecord Empty { get; } = new();

    /// <summary>0 for <see cref="Empty"/>, then one more with every change.</summary>
    public long Version { get; init; }

    /// <summary>Number that the next grant gets, from 1.</summary>
    public long NextGrant { get; init; } = 1;

    /// <summary>Open grants, and ended ones as long as they count toward a limit or may still be asked about; by number.</summary>
    public ImmutableArray<Grant> Grants { get; init; } = [];

    /// <summary>Tokens redeemed, in that order, until a day after they expire.</summary>
    public ImmutableArray<SpentToken> Spent { get; init; } = [];

    /// <summary>Tokens revoked, in that order, until a day after they expire.</summary>
    public ImmutableArray<RevokedToken> Revoked { get; init; } = [];

    /// <summary>
    /// Latest expiry among the tokens forgotten so far. A token that expires no later and is not remembered may have been redeemed,
    /// so that a clock set back cannot redeem it again.
    /// </summary>
    public DateTimeOffset ForgottenThrough { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>
    /// Latest start among the grants forgotten so far that a token was redeemed for: a claim with a token of that time may be a
    /// second one.
    /// </summary>
    public DateTimeOffset ForgottenGrants { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Until when the record counts toward any limit, if no command touches it; <see cref="DateTimeOffset.MaxValue"/> without end.</summary>
    public DateTimeOffset CountsUntil => Grants.IsEmpty ? DateTimeOffset.UnixEpoch : Grants.Max(Memory.CountsUntil);

    /// <summary>The grant of that number, as last recorded; null when there is none or it was forgotten.</summary>
    public Grant? Find(long number)
    {
        foreach (var grant in Grants)
        {
            if (grant.Number == number)
            {
                return grant;
            }
        }

        return null;
    }

    /// <summary>How much of a perk is used at <paramref name="now"/>. Allocates nothing.</summary>
    /// <param name="perkCode">The perk.</param>
    /// <param name="partnerId">The asking partner, for the figures "here".</param>
    /// <param name="period">Length of the sliding period; null counts none.</param>
    /// <param name="journey">The journey asked about, if the perk is given once per journey.</param>
    /// <param name="now">The moment.</param>
    /// <param name="redeeming">The token being redeemed: what is reserved for it does not stand in its own way. Null when none is.</param>
    public Usage UsageOf(int perkCode, string partnerId, TimeSpan? period, JourneyDigest? journey, DateTimeOffset now, TokenId? redeeming = null)
    {
        var usage = Usage.None;
        foreach (var grant in Grants)
        {
            if (grant.Terms.PerkCode == perkCode && (redeeming is null || grant.State != GrantState.Reserved || grant.Token != redeeming))
            {
                usage = Counting.Add(usage, grant, partnerId, period, journey, now);
            }
        }

        return usage;
    }
}
