using System.Collections.Immutable;

namespace EdgeService.Core.Grants;

/// <summary>How long a record remembers what is over, and how much it holds: no terminal can make it grow without bound.</summary>
public static class Memory
{
    /// <summary>A token passes verification this long after its expiry.</summary>
    public static readonly TimeSpan TokenSlack = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A redeemed or revoked token is remembered this long after its expiry. A repeated request for it is given a token of the same id that
    /// ends later, and that copy must find the fate of the first.
    /// </summary>
    public static readonly TimeSpan Token = TimeSpan.FromDays(1);

    /// <summary>An ended grant answers for itself this long; later only its entries do.</summary>
    public static readonly TimeSpan EndedGrant = TimeSpan.FromDays(7);

    /// <summary>A journey is remembered this long after its grant's start: its ticket is long past by then.</summary>
    public static readonly TimeSpan Journey = TimeSpan.FromDays(32);

    /// <summary>Most ended grants kept though they count toward no limit.</summary>
    public const int MostIdle = 64;

    /// <summary>No grant is opened while so many are open.</summary>
    public const int MostOpen = 64;

    /// <summary>No grant is opened while so many, open or ended, count toward limits.</summary>
    public const int MostCounting = 128;

    /// <summary>No token is redeemed or revoked while so many are remembered.</summary>
    public const int MostTokens = 512;

    /// <summary>Until when a grant counts toward any limit, if no command touches it; <see cref="DateTimeOffset.MaxValue"/> without end.</summary>
    public static DateTimeOffset CountsUntil(Grant grant) => grant.State switch
    {
        GrantState.Cancelled or GrantState.Lapsed => DateTimeOffset.UnixEpoch,
        GrantState.Opening => grant.OpenedAt + Grant.HandoverWindow,
        GrantState.Active when grant.EndsByItselfAt is { } end => Later(end, LimitsEnd(grant)),
        GrantState.Active => DateTimeOffset.MaxValue,
        _ => LimitsEnd(grant),
    };

    /// <summary>Drops what need not be remembered at <paramref name="now"/>.</summary>
    internal static MemberRecord Trim(MemberRecord record, DateTimeOffset now)
    {
        var trimmed = record with { Grants = TrimGrants(record.Grants, now) };
        var past = record.Spent.Select(token => token.Expires).Concat(record.Revoked.Select(token => token.Expires)).Where(expires => IsForgotten(expires, now));
        return past.DefaultIfEmpty(DateTimeOffset.MinValue).Max() is var last && last == DateTimeOffset.MinValue ? trimmed : trimmed with
        {
            Spent = record.Spent.RemoveAll(token => IsForgotten(token.Expires, now)),
            Revoked = record.Revoked.RemoveAll(token => IsForgotten(token.Expires, now)),
            ForgottenThrough = last > record.ForgottenThrough ? last : record.ForgottenThrough,
        };
    }

    /// <summary>Whether the record may take on another grant.</summary>
    internal static bool HasRoomForGrant(MemberRecord record, DateTimeOffset now) =>
        record.Grants.Count(grant => grant.IsOpen) < MostOpen && record.Grants.Count(grant => CountsUntil(grant) > now) < MostCounting;

    /// <summary>Whether the record may take on another token, redeemed or revoked.</summary>
    internal static bool HasRoomForToken(MemberRecord record, DateTimeOffset now) =>
        record.Spent.Count(token => !IsForgotten(token.Expires, now)) + record.Revoked.Count(token => !IsForgotten(token.Expires, now)) < MostTokens;

    internal static bool IsPast(DateTimeOffset expires, DateTimeOffset now) => now > expires + TokenSlack;

    private static bool IsForgotten(DateTimeOffset expires, DateTimeOffset now) => now > expires + Token;

    private static ImmutableArray<Grant> TrimGrants(ImmutableArray<Grant> grants, DateTimeOffset now)
    {
        var idle = grants.Where(grant => CountsUntil(grant) <= now).ToList();
        var forgotten = idle.Where((grant, index) => index < idle.Count - MostIdle || now >= grant.EndedAt + EndedGrant).ToHashSet();
        return forgotten.Count == 0 ? grants : grants.RemoveAll(forgotten.Contains);
    }

    private static DateTimeOffset LimitsEnd(Grant grant)
    {
        var start = grant.ActiveAt ?? grant.OpenedAt;
        return Later(start + (grant.Terms.Period ?? TimeSpan.Zero), grant.Terms.Journey is null ? start : start + Journey);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
