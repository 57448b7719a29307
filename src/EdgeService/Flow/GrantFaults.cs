using System.Globalization;
using EdgeService.Core.Grants;
using EdgeService.Faults;
using EdgeService.Identity;

namespace EdgeService.Flow;

/// <summary>What the ledger's core refuses about a grant, in the words of callers.</summary>
public static class GrantFaults
{
    public static readonly EdgeFault Unknown = new(
        FaultReason.GrantUnknown, "No such grant of this partner. Check the grant id or the item reference.");

    /// <summary>The same for operators, who reach the grants of every partner.</summary>
    public static readonly EdgeFault UnknownToAll = new(
        FaultReason.GrantUnknown, "No such grant in the ledger. Check the grant id, or the partner and the item reference.");

    /// <summary>In the words of whoever asks.</summary>
    public static EdgeFault UnknownTo(Caller caller) => caller.Role == CallerRole.Operator ? UnknownToAll : Unknown;

    public static EdgeFault Of(GrantOutcome outcome, DateTimeOffset now) => outcome.Result switch
    {
        GrantResult.NoSuchGrant => Unknown,
        GrantResult.WrongState or GrantResult.WrongKind => Conflict(outcome, now),
        GrantResult.TimeOutOfBounds => EdgeFault.Invalid("time", "must lie between the grant and 30 seconds from now; a late handover within the window"),
        GrantResult.ItemNotOut => EdgeFault.Invalid("item_ref", "must be something that is out under this grant"),
        GrantResult.TooLate => new EdgeFault(FaultReason.TooLate, string.Create(
            CultureInfo.InvariantCulture,
            $"The grant is {Words(outcome.Grant!.StateAt(now).ToString())} since {outcome.Grant.EndedAt:yyyy-MM-dd HH:mm:ss} UTC, and charges were taken until {outcome.At:yyyy-MM-dd HH:mm:ss} UTC.")),
        GrantResult.ItemTaken => Stated("An item has gone out again under another grant."),
        _ => OfMoney(outcome) ?? OfTime(outcome) ?? Stated("The grant does not allow it."),
    };

    private static EdgeFault? OfTime(GrantOutcome outcome) => outcome.Result switch
    {
        GrantResult.NotLater => EdgeFault.Invalid("due_time", "must be later than the present one"),
        GrantResult.BeyondExtension => Stated("The perk gives no more time than it has, or not as much at once."),
        GrantResult.IsOverdue => Stated("It is overdue: no more time is given."),
        GrantResult.TooEarly => Stated(string.Create(CultureInfo.InvariantCulture, $"The partner may declare it lost from {outcome.At:yyyy-MM-dd HH:mm:ss} UTC on.")),
        GrantResult.ReceiptUsed => Stated("The receipt was handed in before, for another grant."),
        GrantResult.TooManyReviews => Stated("It was contested as often as may be."),
        GrantResult.TooMuchOpen => Stated("No more can be granted to this member now."),
        _ => null,
    };

    private static EdgeFault? OfMoney(GrantOutcome outcome) => outcome.Result switch
    {
        GrantResult.OtherCurrency => EdgeFault.Invalid("amount.currency_code", "must be the currency of the grant"),
        GrantResult.AmountOutOfBounds => EdgeFault.Invalid("amount.minor_units", string.Create(CultureInfo.InvariantCulture, $"must be 1 to {GrantMoney.MostAmount}")),
        GrantResult.NoSuchHold => EdgeFault.Invalid("hold_ref", "must be the reference of an amount that is held"),
        GrantResult.ReferenceReused => new EdgeFault(FaultReason.ReferenceReused, "The reference was used on this grant for something else. Use a new one."),
        GrantResult.MoreThanOwed => Stated("It is more than is owed, or than is left of the hold."),
        GrantResult.AboveLimit => Stated("It is more than the credit line has left."),
        GrantResult.StillOwed => Stated("Something is owed or held: it must be paid or freed first."),
        GrantResult.NothingCharged => Stated("A trial is kept for a price: charge it first."),
        GrantResult.NoDeposit => Stated("What the venue asks as deposit is not known, so that nothing can be claimed: a person decides."),
        _ => null,
    };

    private static EdgeFault Conflict(GrantOutcome outcome, DateTimeOffset now)
    {
        var (state, kind) = (Words(outcome.Grant!.StateAt(now).ToString()), Words(outcome.Grant.Terms.Kind.ToString()));
        return Stated(outcome.Result == GrantResult.WrongKind
            ? $"The grant is a {kind}, of which there is no such thing."
            : $"The grant is {state}, which does not allow it.");
    }

    private static string Words(string name) => EntryNames.Spelled(name);

    private static EdgeFault Stated(string message) => new(FaultReason.StateConflict, message);
}
