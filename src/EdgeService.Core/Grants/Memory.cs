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

    /// <summary>
    /// A revoked token is remembered this long after its expiry: a terminal may have been cut off for a week before it tells that it accepted it.
    /// </summary>
    public static readonly TimeSpan Revocation = TimeSpan.FromDays(8);

    /// <summary>No token lives longer.</summary>
    public static readonly TimeSpan LongestToken = TimeSpan.FromDays(1);

    /// <summary>How far a clock may be set back without a limit being forgotten early.</summary>
    public static readonly TimeSpan ClockSetBack = TimeSpan.FromHours(2);

    /// <summary>An ended grant answers for itself this long; later only its entries do.</summary>
    public static readonly TimeSpan EndedGrant = TimeSpan.FromDays(7);

    /// <summary>A journey is remembered this long after its grant's start: its ticket is long past by then.</summary>
    public static readonly TimeSpan Journey = TimeSpan.FromDays(32);

    /// <summary>Most settled grants kept though they count toward no limit.</summary>
    public const int MostIdle = 64;

    /// <summary>No grant is opened while so many are open, or over and not settled.</summary>
    public const int MostOpen = 64;

    /// <summary>No grant is opened while so many, open or ended, count toward limits.</summary>
    public const int MostCounting = 128;

    /// <summary>No line of money is added while all grants together have so many.</summary>
    public const int MostMoneyLines = 256;

    /// <summary>No token is redeemed or revoked while so many are remembered.</summary>
    public const int MostTokens = 512;

    /// <summary>Until when a grant counts toward any limit, if no command touches it; <see cref="DateTimeOffset.MaxValue"/> without end.</summary>
    public static DateTimeOffset CountsUntil(Grant grant) => grant.State switch
    {
        GrantState.Cancelled or GrantState.Lapsed or GrantState.LateConflict => DateTimeOffset.UnixEpoch,
        GrantState.Opening or GrantState.Reserved => grant.EndsByItselfAt!.Value,
        GrantState.InReview when grant.IsOpen => DateTimeOffset.MaxValue,
        GrantState.Active when grant.EndsByItselfAt is { } end => Later(end, LimitsEnd(grant)),
        GrantState.Active => DateTimeOffset.MaxValue,
        _ => LimitsEnd(grant),
    };

    /// <summary>Drops what need not be remembered at <paramref name="now"/>.</summary>
    public static MemberRecord Trim(MemberRecord record, DateTimeOffset now)
    {
        var trimmed = TrimGrants(record, now);
        var past = record.Spent.Where(token => now > token.Expires + Token).Select(token => token.Expires)
            .Concat(record.Revoked.Where(token => now > token.Expires + Revocation).Select(token => token.Expires));
        return past.DefaultIfEmpty(DateTimeOffset.MinValue).Max() is var last && last == DateTimeOffset.MinValue ? trimmed : trimmed with
        {
            Spent = record.Spent.RemoveAll(token => now > token.Expires + Token),
            Revoked = record.Revoked.RemoveAll(token => now > token.Expires + Revocation),
            ForgottenThrough = last > record.ForgottenThrough ? last : record.ForgottenThrough,
        };
    }

    /// <summary>Whether the record may take on another grant.</summary>
    internal static bool HasRoomForGrant(MemberRecord record, DateTimeOffset now) =>
        record.Grants.Count(grant => !grant.IsSettled) < MostOpen && record.Grants.Count(grant => NeededUntil(grant) > now) < MostCounting;

    /// <summary>Whether the record may take on another token, redeemed or revoked.</summary>
    internal static bool HasRoomForToken(MemberRecord record, DateTimeOffset now) =>
        record.Spent.Count(token => now <= token.Expires + Token) + record.Revoked.Count(token => now <= token.Expires + Revocation) < MostTokens;

    /// <summary>Whether the record may take on another line of money.</summary>
    internal static bool HasRoomForLine(MemberRecord record) => record.Grants.Sum(grant => grant.Money.Lines.Length) < MostMoneyLines;

    internal static bool IsPast(DateTimeOffset expires, DateTimeOffset now) => now > expires + TokenSlack;

    private static MemberRecord TrimGrants(MemberRecord record, DateTimeOffset now)
    {
        var idle = record.Grants.Where(grant => grant.SettledAt(now) is { IsSettled: true } ended && NeededUntil(ended) <= now).ToList();
        var forgotten = idle.Where((grant, index) => index < idle.Count - MostIdle || now >= LastChange(grant.SettledAt(now)) + EndedGrant).ToHashSet();
        if (forgotten.Count == 0)
        {
            return record;
        }

        var redeemed = forgotten.Where(grant => grant.Token is not null).Select(grant => grant.OpenedAt).Append(record.ForgottenGrants).Max();
        return record with { Grants = record.Grants.RemoveAll(forgotten.Contains), ForgottenGrants = redeemed };
    }

    /// <summary>What is counted for a time is kept longer than that, so that a clock set back does not find it gone.</summary>
    private static DateTimeOffset NeededUntil(Grant grant) =>
        CountsUntil(grant) is var until && until > DateTimeOffset.UnixEpoch && until < DateTimeOffset.MaxValue && LimitsEnd(grant) > (grant.ActiveAt ?? grant.OpenedAt)
            ? After(until, ClockSetBack)
            : until;

    /// <summary>The end, or what was done about its money after it.</summary>
    private static DateTimeOffset? LastChange(Grant grant) =>
        grant.Money.Lines.IsEmpty || grant.Money.Lines[^1].At < grant.EndedAt ? grant.EndedAt : grant.Money.Lines[^1].At;

    private static DateTimeOffset LimitsEnd(Grant grant)
    {
        var start = grant.ActiveAt ?? grant.OpenedAt;
        return Later(After(start, grant.Terms.Period ?? TimeSpan.Zero), grant.Terms.Journey is null ? start : After(start, Journey));
    }

    /// <summary>The end of time where it would lie beyond it: a terminal's clock may say anything.</summary>
    private static DateTimeOffset After(DateTimeOffset start, TimeSpan span) => start > DateTimeOffset.MaxValue - span ? DateTimeOffset.MaxValue : start + span;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
