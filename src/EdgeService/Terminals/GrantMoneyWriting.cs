using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>Deposit, charges and payments of a grant, on the wire.</summary>
public static class GrantMoneyWriting
{
    /// <summary>Absent where no money was ever named.</summary>
    public static Wire.GrantMoney? Write(Grant grant)
    {
        var (money, currency) = (grant.Money, CurrencyOf(grant));
        if (money.Currency.Length == 0 && grant.Terms.CreditLimit is null && grant.Owed == 0)
            return null;
        var message = new Wire.GrantMoney
        {
            State = (Wire.MoneyState)grant.MoneyState,
            Charged = Amount(money.Charged, currency),
            Paid = Amount(money.Paid, currency),
            Due = Amount(grant.Owed, currency),
            DueTime = grant.PayBy?.ToTimestamp(),
            Waived = money.Waived == 0 ? null : Amount(money.Waived, currency),
            Refunded = money.Refunded == 0 ? null : Amount(money.Refunded, currency),
            Held = money.Held == 0 ? null : Amount(money.Held, currency),
            CreditLimit = grant.Terms.CreditLimit is { } limit ? BenefitWriting.Write(limit) : null,
        };
        message.Lines.Add(money.Lines.Select(line => Write(line, currency)));
        return message;
    }

    /// <summary>Absent where the perk asks for no deposit.</summary>
    public static Wire.Deposit? WriteDeposit(GrantTerms terms) => terms.DepositWaived || terms.DepositPaid
        ? new Wire.Deposit
        {
            Amount = terms.Deposit is { } deposit ? BenefitWriting.Write(deposit) : null,
            Paid = terms.DepositPaid,
            PaymentRef = terms.DepositReference ?? "",
        }
        : null;

    /// <summary>The currency that a grant's amounts are in; empty where none was named.</summary>
    public static string CurrencyOf(Grant grant) => grant switch
    {
        { Money.Currency.Length: > 0 } => grant.Money.Currency,
        { Terms.CreditLimit: { } limit } => limit.Currency,
        { Terms.Deposit: { } deposit } => deposit.Currency,
        _ => "",
    };

    public static Wire.Money Amount(long minorUnits, string currency) => BenefitWriting.Write(new Money(minorUnits, currency));

    private static Wire.MoneyLine Write(MoneyLine line, string currency) => new()
    {
        Kind = (Wire.MoneyLineKind)line.Kind,
        Reference = line.Reference,
        Amount = Amount(line.Amount, currency),
        Time = line.At.ToTimestamp(),
        Reason = line.Reason,
        HoldRef = line.On ?? "",
    };
}
