using EdgeService.Core.Grants;

namespace EdgeService.Core.Tests.Grants;

/// <summary>Rentals: more time, loss, and coming back after all.</summary>
public sealed class LendingTests
{
    private const double Due = 4 * 3600;

    [Theory]
    [InlineData(100, Due, GrantResult.NotLater)]
    [InlineData(100, Due - 1, GrantResult.NotLater)]
    [InlineData(100, Due + 1, GrantResult.Extended)]
    [InlineData(Due, 2 * Due, GrantResult.Extended)]
    [InlineData(100, (2 * Due) + 1, GrantResult.BeyondExtension)]
    [InlineData(Due + 1, 2 * Due, GrantResult.IsOverdue)]
    public void More_time_is_later_and_within_the_rule(double now, double due, GrantResult result) =>
        Assert.Equal(result, Story.Of(Story.Rental).Do(now, new Extend(1, "citybike", Story.At(due), Sample.Dock, "asked")));

    [Fact]
    public void More_time_is_given_so_often()
    {
        var rental = Story.Of(Story.Rental);
        Assert.Equal(GrantResult.Extended, rental.Do(1, new Extend(1, "citybike", Story.At(Due + 60), Sample.Dock, "asked")));
        Assert.Equal(GrantResult.Extended, rental.Do(2, new Extend(1, "citybike", Story.At(Due + 120), Sample.Dock, "asked")));
        Assert.Equal(GrantResult.BeyondExtension, rental.Do(3, new Extend(1, "citybike", Story.At(Due + 180), Sample.Dock, "asked")));
        Assert.Equal((Story.At(Due + 120), false, true), (rental.Grant.DueAt, rental.Grant.IsOverdueAt(Story.At(Due + 120)), rental.Grant.IsOverdueAt(Story.At(Due + 121))));
    }

    [Fact]
    public void Loss_is_claimed_up_to_the_deposit_and_not_before_its_time_by_a_terminal()
    {
        var rental = Story.Of(Story.Rental);

        Assert.Equal(GrantResult.TooEarly, rental.Lose(Due, 30000, Sample.Dock));
        Assert.Equal(Story.At(Due + 7200), rental.Last.Outcome.At);
        Assert.Equal(GrantResult.ReportedLost, rental.Lose(Due + 7200, 30000, Sample.Dock));
        Assert.Equal((GrantState.Lost, 19900, MoneyState.Due), (rental.Grant.State, rental.Grant.Owed, rental.Grant.MoneyState));
        Assert.Equal(GrantResult.WrongState, rental.Charge(Due + 7300, 100, "more"));
    }

    [Fact]
    public void Member_may_say_at_once_that_it_is_lost_and_pay()
    {
        var rental = Story.Of(Story.Rental);
        rental.Lose(60, 19900);
        rental.Pay(120, 19900, "till-1");

        Assert.Equal((MoneyState.Paid, RecordEffect.Late), (rental.Grant.MoneyState, rental.Grant.EffectAt(Story.At(200))));
    }

    [Fact]
    public void Nothing_is_claimed_where_no_deposit_is_known() =>
        Assert.Equal(GrantResult.NoDeposit, Story.Of(Story.Rental with { Deposit = null }).Lose(60, 1));

    [Fact]
    public void Return_after_loss_takes_the_claim_back()
    {
        var rental = Story.Of(Story.Rental);
        rental.Lose(Due + 7200, 19900, Sample.Dock);
        rental.Pay(Due + 7300, 19900, "till-1");

        Assert.Equal(GrantResult.Returned, rental.Return(Due + 9000));

        Assert.Equal((GrantState.Returned, MoneyState.RefundDue, -19900), (rental.Grant.State, rental.Grant.MoneyState, rental.Grant.Owed));
        Assert.Equal(RecordEffect.Late, rental.Grant.Transitions[^1].Effect);
    }

    [Fact]
    public void Return_with_an_earlier_own_time_undoes_overdue_and_lost()
    {
        var rental = Story.Of(Story.Rental);
        rental.Lose(Due + 7200, 19900, Sample.Dock);

        Assert.Equal(GrantResult.Returned, rental.Return(Due + 9000, own: Due - 60));

        Assert.Equal((Story.At(Due - 60), MoneyState.None, RecordEffect.Kept), (rental.Grant.EndedAt, rental.Grant.MoneyState, rental.Grant.EffectAt(Story.At(Due + 9000))));
    }

    [Fact]
    public void Rental_is_not_closed_and_a_visit_not_lost()
    {
        Assert.Equal(GrantResult.WrongKind, Story.Of(Story.Rental).Do(1, new Close(1, "citybike", Sample.Dock, "")));
        Assert.Equal(GrantResult.WrongKind, Story.Of(Story.Visit).Lose(1, 1));
    }

    [Fact]
    public void Trial_that_comes_back_is_free()
    {
        var trial = Story.Of(Story.Trial);
        trial.Charge(60, 300000, "price");
        trial.Pay(70, 1000, "till-1");

        trial.Return(600);

        Assert.Equal((GrantState.Returned, -1000, MoneyState.RefundDue), (trial.Grant.State, trial.Grant.Owed, trial.Grant.MoneyState));
    }

    [Fact]
    public void Trial_is_kept_for_its_price()
    {
        var trial = Story.Of(Story.Trial);
        Assert.Equal(GrantResult.NothingCharged, trial.Do(60, new Close(1, "citybike", Sample.Dock, "keeps it")));
        trial.Charge(61, 300000, "price");
        Assert.Equal(GrantResult.Closed, trial.Do(62, new Close(1, "citybike", Sample.Dock, "keeps it")));

        Assert.Equal((GrantState.Kept, MoneyState.Due), (trial.Grant.State, trial.Grant.MoneyState));
        Assert.Equal(GrantResult.WrongState, trial.Return(63));
        trial.Pay(64, 300000, "till-1");
        Assert.Equal(RecordEffect.Kept, trial.Grant.EffectAt(Story.At(65)));
    }

    [Fact]
    public void Credit_is_held_drawn_paid_back_and_freed_within_its_limit()
    {
        var credit = Story.Of(Story.Credit);
        Assert.Equal(GrantResult.AmountHeld, credit.Do(1, new HoldAmount(1, "citybike", "hold-1", Story.Yuan(400000), Sample.Dock)));
        Assert.Equal(GrantResult.AboveLimit, credit.Do(2, new HoldAmount(1, "citybike", "hold-2", Story.Yuan(100001), Sample.Dock)));
        Assert.Equal(GrantResult.AboveLimit, credit.Charge(3, 100001, "draw-1"));
        Assert.Equal(GrantResult.Charged, credit.Do(4, new AddCharge(1, "citybike", "draw-2", Story.Yuan(300000), Sample.Dock, "drawn", "hold-1")));
        Assert.Equal(GrantResult.MoreThanOwed, credit.Do(5, new ReleaseAmount(1, "citybike", "hold-1", "free-1", Story.Yuan(100001), Sample.Dock)));
        Assert.Equal(GrantResult.AmountReleased, credit.Do(6, new ReleaseAmount(1, "citybike", "hold-1", "free-1", Story.Yuan(100000), Sample.Dock)));
        Assert.Equal((300000, 0), (credit.Grant.Owed, credit.Grant.Money.Held));
        Assert.Equal(GrantResult.StillOwed, credit.Do(7, new Close(1, "citybike", Sample.Dock, "")));
        credit.Pay(8, 300000, "till-1");
        Assert.Equal(GrantResult.Charged, credit.Charge(9, 500000, "draw-3"));
        credit.Pay(10, 500000, "till-2");
        Assert.Equal(GrantResult.Closed, credit.Do(11, new Close(1, "citybike", Sample.Dock, "")));
    }
}
