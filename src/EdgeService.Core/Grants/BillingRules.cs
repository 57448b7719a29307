using EdgeService.Core.Perks;

namespace EdgeService.Core.Grants;

/// <summary>What stands in the way of a line of money.</summary>
internal static class BillingRules
{
    /// <summary>The first obstacle; null when there is none.</summary>
    public static GrantResult? ObstacleOf(Grant grant, MoneyLine line, Money amount) =>
        amount.MinorUnits is < 1 or > GrantMoney.MostAmount ? GrantResult.AmountOutOfBounds
        : line.Kind is MoneyLineKind.Hold or MoneyLineKind.Release || line.On is not null ? OfCredit(grant, line) ?? OfCurrency(grant, amount) ?? OfKind(grant, line)
        : OfState(grant, line.Kind) ?? OfTime(grant, line) ?? OfCurrency(grant, amount) ?? OfKind(grant, line);

    private static GrantResult? OfCurrency(Grant grant, Money amount) =>
        amount.Currency is { Length: 3 } && amount.Currency == Billing.CurrencyOf(grant, amount.Currency) ? null : GrantResult.OtherCurrency;

    private static GrantResult? OfCredit(Grant grant, MoneyLine line) =>
        grant.Terms.Kind != PerkKind.CreditLine ? GrantResult.WrongKind
        : OfState(grant, line.Kind);

    /// <summary>Charges fall while it goes on, and after it for what is billed at the end; never on what costs nothing or is capped.</summary>
    private static GrantResult? OfState(Grant grant, MoneyLineKind kind)
    {
        var fits = kind switch
        {
            MoneyLineKind.Waiver => grant.Money.Charged > 0,
            MoneyLineKind.Payment or MoneyLineKind.FailedPayment or MoneyLineKind.Refund => grant.Review is null && grant.State is not (GrantState.Reserved or GrantState.LateConflict),
            MoneyLineKind.Charge => grant.State == GrantState.Active || (grant.State == GrantState.Returned && grant.Terms.Kind is PerkKind.Rental or PerkKind.Visit),
            _ => grant.State == GrantState.Active,
        };
        return fits ? null : GrantResult.WrongState;
    }

    /// <summary>What is charged after the time to pay would be overdue the moment it is charged.</summary>
    private static GrantResult? OfTime(Grant grant, MoneyLine line) =>
        Unless(line.Kind != MoneyLineKind.Charge || grant.ChargeUntil is not { } until || line.At <= until, GrantResult.TooLate);

    private static GrantResult? OfKind(Grant grant, MoneyLine line) => line.Kind switch
    {
        MoneyLineKind.Charge when line.On is not null => OfHold(grant, line),
        MoneyLineKind.Release => OfHold(grant, line),
        MoneyLineKind.Charge or MoneyLineKind.Hold when grant.Terms.Kind == PerkKind.CreditLine => Unless(grant.Money.Balance + grant.Money.Held + line.Amount <= (grant.Terms.CreditLimit?.MinorUnits ?? 0), GrantResult.AboveLimit),
        MoneyLineKind.Payment or MoneyLineKind.FailedPayment => Unless(line.Amount <= grant.Owed, GrantResult.MoreThanOwed),
        MoneyLineKind.Refund => Unless(line.Amount <= -grant.Owed, GrantResult.MoreThanOwed),
        MoneyLineKind.Waiver => Unless(line.Amount <= grant.Money.Charged - grant.Money.Waived, GrantResult.MoreThanOwed),
        _ => null,
    };

    private static GrantResult? OfHold(Grant grant, MoneyLine line) => grant.Money.Find(line.On!) is not { Kind: MoneyLineKind.Hold } hold
        ? GrantResult.NoSuchHold
        : Unless(line.Amount <= grant.Money.LeftOf(hold), GrantResult.MoreThanOwed);

    private static GrantResult? Unless(bool holds, GrantResult obstacle) => holds ? null : obstacle;
}
