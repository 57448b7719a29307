namespace EdgeService.Core.Grants;

/// <summary>
/// What of the history is personal, and goes when retention is over: who, where, what, when to the second, and every free word. What
/// remains says how often a perk was used and what it came to; <see cref="Totals"/> were counted before.
/// </summary>
public static class Erasure
{
    /// <summary>Whether the personal part of a grant's entries is to go: nothing about it is open, and the last change is long enough past.</summary>
    /// <param name="grant">The grant as its last entry has it.</param>
    /// <param name="now">The moment.</param>
    /// <param name="retention">How long after the last change it is kept.</param>
    public static bool IsDue(Grant grant, DateTimeOffset now, TimeSpan retention) =>
        grant.SettledAt(now) is { IsSettled: true } settled && now >= Memory.LastChange(settled) + retention;

    /// <summary>
    /// The entry without its personal part: perk, partner, kind, units, states, amounts and days stay. The same again changes nothing. The store
    /// removes the member's key from beside it.
    /// </summary>
    public static LedgerEntry Of(LedgerEntry entry) => entry with
    {
        RecordedAt = DayOf(entry.RecordedAt),
        Transition = Of(entry.Transition),
        Grant = entry.Grant is { } grant ? Of(grant) : null,
        Token = null,
    };

    /// <summary>The record without what need not be remembered any more, one version on; null when that is nothing.</summary>
    public static MemberRecord? Of(MemberRecord record, DateTimeOffset now) =>
        Memory.Trim(record, now) is var trimmed && trimmed != record ? trimmed with { Version = record.Version + 1 } : null;

    private static Grant Of(Grant grant) => grant with
    {
        Terms = grant.Terms with { VenueId = "", TerminalId = "", Items = [], Journey = null, DepositReference = grant.Terms.DepositReference is null ? null : "" },
        Token = null,
        ReturnedItems = [],
        Transitions = [.. grant.Transitions.Select(Of)],
        OpenedAt = DayOf(grant.OpenedAt),
        ActiveAt = DayOf(grant.ActiveAt),
        EndedAt = DayOf(grant.EndedAt),
        ReservedUntil = DayOf(grant.ReservedUntil),
        ExtendedTo = DayOf(grant.ExtendedTo),
        Money = grant.Money with
        {
            SettledAt = DayOf(grant.Money.SettledAt),
            Lines = [.. grant.Money.Lines.Select(line => line with { Reference = "", On = null, Reason = "", At = DayOf(line.At) })],
        },
        Review = grant.Review is { } review ? review with { OpenedAt = DayOf(review.OpenedAt), Claimed = null } : null,
        Receipt = null,
        Conflict = grant.Conflict is { } conflict
            ? new LateConflict(conflict.Cause, null, conflict.PartnerId, null, null, null, DayOf(conflict.At), DayOf(conflict.RecordedAt))
            : null,
    };

    private static Transition Of(Transition transition) => transition with
    {
        At = DayOf(transition.At),
        Actor = transition.Actor with { Name = "" },
        Reason = "",
    };

    private static DateTimeOffset? DayOf(DateTimeOffset? moment) => moment is { } present ? DayOf(present) : null;

    private static DateTimeOffset DayOf(DateTimeOffset moment) => new(moment.UtcTicks - (moment.UtcTicks % TimeSpan.TicksPerDay), TimeSpan.Zero);
}
