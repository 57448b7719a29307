using System.Runtime.CompilerServices;
using EdgeService.Core.Perks;
using Google.Protobuf.WellKnownTypes;
using Wire = Perks.Edge.V1;

namespace EdgeService.Terminals;

/// <summary>What a perk gives, and what a venue offers instead, on the wire: made once for each perk and remedy, and never changed.</summary>
public static class BenefitWriting
{
    private static readonly ConditionalWeakTable<Perk, Wire.Benefit> Benefits = [];
    private static readonly ConditionalWeakTable<Remedy, Wire.Remedy> Remedies = [];

    /// <summary>The benefit of a perk, without what depends on the member.</summary>
    public static Wire.Benefit Write(Perk perk) => Benefits.GetValue(perk, Make);

    /// <summary>The benefit with the credit limit that the decision found.</summary>
    public static Wire.Benefit Write(Perk perk, Money? creditLimit)
    {
        if (creditLimit is not { } limit)
            return Write(perk);
        var benefit = Write(perk).Clone();
        benefit.CreditLimit = Write(limit);
        return benefit;
    }

    public static Wire.Remedy Write(Remedy remedy) => Remedies.GetValue(remedy, Make);

    public static Wire.Money Write(Money money) => new() { CurrencyCode = money.Currency, MinorUnits = money.MinorUnits };

    private static Wire.Benefit Make(Perk perk)
    {
        var benefit = perk.Benefit;
        return new Wire.Benefit
        {
            DepositWaived = benefit.DepositWaived is { } deposit ? Write(deposit) : null,
            TrialDayCount = benefit.TrialDays,
            PayLaterDayCount = benefit.PayLaterDays,
            QueueAhead = benefit.Queue == QueueClass.Ahead,
            DiscountPercent = benefit.DiscountPercent,
            Access = benefit.Access,
            Document = benefit.Document,
            ShowsBand = benefit.ShowsBand,
            DueAfter = perk.DueAfter?.ToDuration(),
        };
    }

    private static Wire.Remedy Make(Remedy remedy)
    {
        var message = new Wire.Remedy
        {
            Desk = remedy.DeskText is not null,
            Hotline = remedy.Hotline ?? "",
            Deposit = remedy.DepositInstead is { } deposit ? Write(deposit) : null,
        };
        if (remedy.DeskText is { } text)
            message.Texts.Add(TextWriting.Write(text));
        return message;
    }
}
