using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Catalogs;

namespace EdgeService.Core.Tests.Eligibility;

/// <summary>Who pays the deposit needs no standing; what the place offers and what limits say counts all the same.</summary>
public sealed class DepositTests
{
    private static readonly Terminal Dock = ShippedCatalog.Catalog.FindTerminal("citybike", "central-park", "dock-1")!;
    private static readonly Terminal Counter = ShippedCatalog.Catalog.FindTerminal("creditdesk", "downtown", "desk-1")!;
    private static readonly Perk Bike = ShippedCatalog.Catalog.FindPerk("bike.deposit-free")!;
    private static readonly Money Enough = new(19900, "CNY");

    public static TheoryData<string> Causes => ["unknown", "consent", "court", "score", "stale"];

    [Theory]
    [MemberData(nameof(Causes))]
    public void Paid_deposit_stands_in_for_standing_and_consent(string cause)
    {
        Assert.NotEqual(Outcome.Eligible, Decide(cause, null).Outcome);

        var decision = Decide(cause, Enough);

        Assert.Equal((Outcome.Eligible, Reason.None), (decision.Outcome, decision.Principal));
        Assert.Null(decision.Benefit!.DepositWaived);
    }

    [Theory]
    [InlineData(19899, "CNY")]
    [InlineData(19900, "EUR")]
    public void Deposit_that_is_not_enough_covers_nothing(long amount, string currency) =>
        Assert.Equal(Reason.Score, Decide("score", new Money(amount, currency)).Principal);

    [Theory]
    [InlineData(19800, Reason.None)]
    [InlineData(19799, Reason.Score)]
    public void Every_unit_has_its_deposit(long amount, Reason principal) =>
        Assert.Equal(principal, Decide("score", new Money(amount, "CNY"), units: 2, perk: ShippedCatalog.Catalog.FindPerk("charger.deposit-free")).Principal);

    [Fact]
    public void Limits_count_in_spite_of_it() =>
        Assert.Equal(Reason.ActiveHere, Decide("none", Enough, usage: new Usage(1, 1, 0, 0, false)).Principal);

    [Fact]
    public void Where_no_deposit_is_taken_none_covers()
    {
        var decision = Decider.Decide(InquiryOf(Counter, ShippedCatalog.Catalog.FindPerk("car-rental.deposit-free")!, Members.At(350, Counter.Venue.Partner), TimeSpan.Zero, new Money(500000, "CNY")));

        Assert.Equal(Reason.Score, decision.Principal);
    }

    private static Decision Decide(string cause, Money? deposit, int units = 1, Usage usage = default, Perk? perk = null)
    {
        var able = Members.At(cause == "score" ? 350 : 700, Dock.Venue.Partner);
        Standing? standing = cause switch
        {
            "unknown" => null,
            "consent" => able with { Consents = ConsentSet.None },
            "court" => able with { CourtListed = true },
            _ => able,
        };
        return Decider.Decide(InquiryOf(Dock, perk ?? Bike, standing, cause == "stale" ? TimeSpan.FromDays(30) : TimeSpan.Zero, deposit, units, usage));
    }

    private static Inquiry InquiryOf(Terminal terminal, Perk perk, Standing? standing, TimeSpan age, Money? deposit, int units = 1, Usage usage = default) => new()
    {
        Perk = perk,
        Venue = terminal.Venue,
        Standing = standing,
        Ledger = LedgerView.Of(usage),
        Age = age,
        Now = Members.Now,
        Units = units,
        DepositPaid = deposit,
    };
}
