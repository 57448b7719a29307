using EdgeService.Core.Grants;

namespace EdgeService.Core.Tests.Grants;

/// <summary>What retention takes away, and what it leaves to count.</summary>
public sealed class ErasureTests
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    [Fact]
    public void What_is_open_owed_or_contested_is_not_erased()
    {
        var rental = Story.Of(Story.Rental);
        Assert.False(Erasure.IsDue(rental.Grant, Story.At(0).AddYears(9), Year));
        rental.Lose(60, 19900);
        Assert.False(Erasure.IsDue(rental.Grant, Story.At(0).AddYears(9), Year));
        rental.Pay(120, 19900, "till-1");
        Assert.False(Erasure.IsDue(rental.Grant, Story.At(119) + Year, Year));
        Assert.True(Erasure.IsDue(rental.Grant, Story.At(120) + Year, Year));
        rental.Do(200, new Dispute(1, "citybike", Actor.Member, "found it"));
        Assert.False(Erasure.IsDue(rental.Grant, Story.At(0).AddYears(9), Year));
    }

    [Fact]
    public void Visit_that_time_alone_closed_is_erased_too() =>
        Assert.True(Erasure.IsDue(Story.Of(Story.Visit).Grant, Story.At(0).AddYears(2), Year));

    [Fact]
    public void Nothing_personal_is_left_in_the_bytes()
    {
        var visit = Story.Of(Story.Visit with { Items = ["PERSONAL-1"], Units = 1, VenueId = "PERSONAL-2", TerminalId = "PERSONAL-3", DepositReference = "PERSONAL-4" });
        visit.Do(60, new AddCharge(1, "citybike", "PERSONAL-5", Story.Yuan(5000), Actor.Operator("PERSONAL-6"), "PERSONAL-7"));
        Assert.Equal(GrantResult.InReview, visit.Do(61, Story.ReceiptOf(9000, item: "PERSONAL-1")));

        var entry = Erasure.Of(visit.Last.Entries[^1]);

        var text = System.Text.Encoding.Latin1.GetString(LedgerEncoding.Write(entry));
        Assert.DoesNotContain("PERSONAL", text, StringComparison.Ordinal);
        Assert.Equal((1, "citybike", 5000), (entry.Grant!.Terms.Units, entry.Grant.Terms.PartnerId, entry.Grant.Money.Charged));
        Assert.Equal((Sample.Noon.Date, null, null), (entry.RecordedAt.UtcDateTime, entry.Grant.Terms.Journey, entry.Token));
        Assert.Equal(LedgerEncoding.Write(entry), LedgerEncoding.Write(Erasure.Of(entry)));
    }

    [Fact]
    public void Idle_record_shrinks()
    {
        var rental = Story.Of(Story.Rental);
        rental.Return(60);

        Assert.Null(Erasure.Of(rental.Record, Story.At(3600)));
        var shrunk = Erasure.Of(rental.Record, Story.At(0).AddDays(8))!;
        Assert.Equal((0, 3L), (shrunk.Grants.Length, shrunk.Version));
    }

    [Fact]
    public void Totals_count_every_entry_once()
    {
        var rental = Story.Of(Story.Rental);
        var entries = new List<LedgerEntry>(rental.Last.Entries);
        void Then(GrantResult result) => entries.AddRange(result > GrantResult.ConflictResolved ? throw new InvalidOperationException() : rental.Last.Entries);
        Then(rental.Charge(60, 500, "ride"));
        Then(rental.Pay(61, 500, "till-1"));
        Then(rental.Lose(5 * 3600, 19900));
        Then(rental.Do(6 * 3600, new Dispute(1, "citybike", Actor.Member, "no")));
        Then(rental.Receipt(7 * 3600, own: 3 * 3600));

        var total = entries.Select(entry => Totals.Of(entry)!.Value.Adds).Aggregate(GrantTotals.Add);

        var expected = new GrantTotals { Granted = 1, Units = 1, Returned = 1, Lost = 1, Found = 1, Reviews = 1, Charged = 20400, Waived = 19900, Paid = 500 };
        Assert.Equal(expected, total);
        Assert.Equal(new TotalsKey("citybike", "bike.deposit-free", new DateOnly(2026, 11, 1), "CNY"), Totals.Of(entries[^1])!.Value.Key);
    }

    [Fact]
    public void Return_told_twice_counts_once()
    {
        var rental = Story.Of(Story.Rental);
        rental.Return(5 * 3600);
        var first = Totals.Of(rental.Last.Entries[^1])!.Value.Adds;
        rental.Receipt(6 * 3600, own: 60);

        Assert.Equal(new GrantTotals { Returned = 1, Late = 1 }, first);
        Assert.Equal(default, Totals.Of(rental.Last.Entries[^1])!.Value.Adds);
    }
}
