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
    public GrantState EndsAs => Grant.EndsByItselfAt is { } end ? Grant.SettledAt(end).State : Grant.State;

    public long Ended => Milliseconds(Grant.EndedAt);

    /// <summary>When it arrived as an offline claim that came second.</summary>
    public long Second => Grant.State == (GrantState)10 ? Opened : Never;

    private static long Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds() ?? Never;
}
