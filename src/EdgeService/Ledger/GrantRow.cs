using EdgeService.Core.Grants;

namespace EdgeService.Ledger;

/// <summary>What a grant is searched for by. Times are milliseconds since 1970; <see cref="Never"/> where none applies.</summary>
internal readonly record struct GrantRow(Grant Grant)
{
    public const long Never = long.MaxValue;

    public long Opened => Grant.OpenedAt.ToUnixTimeMilliseconds();

    public long Due => Milliseconds(Grant.DueAt);

    /// <summary>When time alone ends it.</summary>
    public long Ends => Milliseconds(Grant.EndsByItselfAt);

    /// <summary>The state that time alone ends it in; its own where nothing does.</summary>
    public GrantState EndsAs => Ended.State;

    /// <summary>
    /// Since when nothing is open about it: neither custody nor money nor a question for a person. Of one that time alone ends, from when on, unless
    /// something happens to it before.
    /// </summary>
    public long Settled => Ended is { IsSettled: true } ended ? Math.Max(Math.Max(Opened, Milliseconds(ended.EndedAt, Opened)), Milliseconds(ended.Money.SettledAt, Opened)) : Never;

    /// <summary>When it arrived as an offline claim that came second.</summary>
    public long Second => Milliseconds(Grant.Conflict?.RecordedAt);

    /// <summary>A stored time; null for <see cref="Never"/>.</summary>
    public static DateTimeOffset? Time(long milliseconds) => milliseconds == Never ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private Grant Ended => Grant.EndsByItselfAt is { } end ? Grant.SettledAt(end) : Grant;

    private static long Milliseconds(DateTimeOffset? time, long without = Never) => time?.ToUnixTimeMilliseconds() ?? without;
}
