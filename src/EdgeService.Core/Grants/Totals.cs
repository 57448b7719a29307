namespace EdgeService.Core.Grants;

/// <summary>What is counted together.</summary>
/// <param name="PartnerId">The partner.</param>
/// <param name="PerkId">The perk.</param>
/// <param name="Month">First day of the month, UTC, that the entries were written in.</param>
/// <param name="Currency">The grants' currency; empty for those without money.</param>
public readonly record struct TotalsKey(string PartnerId, string PerkId, DateOnly Month, string Currency);

/// <summary>
/// What grants of a kind came to in a month. Sums of entries, so that they may be counted in any order and never go back: what is undone is
/// counted beside what was done. Amounts are minor units.
/// </summary>
public readonly record struct GrantTotals
{
    /// <summary>Grants made: redeemed, begun, claimed later, or let stand by a person.</summary>
    public long Granted { get; init; }

    /// <summary>Units of those.</summary>
    public long Units { get; init; }

    /// <summary>Ended in the ordinary way.</summary>
    public long Returned { get; init; }

    /// <summary>Of those, after they were due.</summary>
    public long Late { get; init; }

    /// <summary>Trials kept.</summary>
    public long Kept { get; init; }

    /// <summary>Called off or lapsed.</summary>
    public long Cancelled { get; init; }

    /// <summary>Declared lost.</summary>
    public long Lost { get; init; }

    /// <summary>Came back though declared lost.</summary>
    public long Found { get; init; }

    /// <summary>Claims that came second.</summary>
    public long Conflicts { get; init; }

    /// <summary>Questions that a person had to decide.</summary>
    public long Reviews { get; init; }

    public long Charged { get; init; }

    public long Waived { get; init; }

    public long Paid { get; init; }

    public long Refunded { get; init; }

    public static GrantTotals operator +(GrantTotals one, GrantTotals other) => new()
    {
        Granted = one.Granted + other.Granted,
        Units = one.Units + other.Units,
        Returned = one.Returned + other.Returned,
        Late = one.Late + other.Late,
        Kept = one.Kept + other.Kept,
        Cancelled = one.Cancelled + other.Cancelled,
        Lost = one.Lost + other.Lost,
        Found = one.Found + other.Found,
        Conflicts = one.Conflicts + other.Conflicts,
        Reviews = one.Reviews + other.Reviews,
        Charged = one.Charged + other.Charged,
        Waived = one.Waived + other.Waived,
        Paid = one.Paid + other.Paid,
        Refunded = one.Refunded + other.Refunded,
    };

    public static GrantTotals Add(GrantTotals one, GrantTotals other) => one + other;
}

/// <summary>Counts entries. To be counted before erasure, each once.</summary>
public static class Totals
{
    /// <summary>What one entry adds, and to what; null for an entry of a token alone.</summary>
    public static (TotalsKey Key, GrantTotals Adds)? Of(LedgerEntry entry) => entry.Grant is { } grant
        ? (new TotalsKey(grant.Terms.PartnerId, grant.Terms.PerkId, MonthOf(entry.RecordedAt), grant.Money.Currency), WithMoney(Count(entry, grant), entry, grant))
        : null;

    private static GrantTotals Count(LedgerEntry entry, Grant grant) => entry.Kind switch
    {
        EntryKind.Granted or EntryKind.ClaimedOffline => new GrantTotals { Granted = 1, Units = grant.Terms.Units },
        EntryKind.ConflictResolved when grant.State == GrantState.Active => new GrantTotals { Granted = 1, Units = grant.Terms.Units },
        EntryKind.Cancelled or EntryKind.Lapsed or EntryKind.ConflictResolved => new GrantTotals { Cancelled = 1 },
        EntryKind.Lost => new GrantTotals { Lost = 1 },
        EntryKind.LateConflict => new GrantTotals { Conflicts = 1 },
        EntryKind.ReviewOpened => new GrantTotals { Reviews = 1 },
        EntryKind.Closed when grant.State == GrantState.Kept => new GrantTotals { Kept = 1 },
        EntryKind.Closed or EntryKind.ClosedByItself or EntryKind.Returned or EntryKind.ReviewDecided => OfReturn(grant),
        _ => default,
    };

    /// <summary>A return counts when nothing is out any more and it was not counted before.</summary>
    private static GrantTotals OfReturn(Grant grant)
    {
        var before = grant.Transitions.Reverse().Skip(1).Select(transition => transition.State).FirstOrDefault(state => state != GrantState.InReview);
        return Returning.Standing(grant) != GrantState.Returned || before is GrantState.Returned or GrantState.Kept
            ? default
            : new GrantTotals { Returned = 1, Late = grant.EndedAt > grant.DueAt ? 1 : 0, Found = before == GrantState.Lost ? 1 : 0 };
    }

    private static GrantTotals WithMoney(GrantTotals totals, LedgerEntry entry, Grant grant)
    {
        var amount = entry.Transition.Amount;
        return entry.Kind switch
        {
            EntryKind.Charged or EntryKind.Lost => totals with { Charged = amount },
            EntryKind.Paid => totals with { Paid = amount },
            EntryKind.Refunded => totals with { Refunded = amount },
            EntryKind.Waived => totals with { Waived = amount },
            EntryKind.Returned or EntryKind.ReviewDecided when grant.Money.Lines is [.., { Kind: MoneyLineKind.Waiver, Reference: "" } line] && line.At == entry.Transition.At =>
                totals with { Waived = line.Amount },
            _ => totals,
        };
    }

    private static DateOnly MonthOf(DateTimeOffset moment)
    {
        var day = DateOnly.FromDateTime(moment.UtcDateTime);
        return day.AddDays(1 - day.Day);
    }
}
