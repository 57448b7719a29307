using EdgeService.Core.Grants;

namespace EdgeService.Core.Tests.Grants;

public sealed class MoneyTests
{
    [Fact]
    public void Hospital_visit_is_charged_and_paid_in_parts()
    {
        var visit = Story.Of(Story.Visit);
        Assert.Equal(MoneyState.None, visit.Grant.MoneyState);
        foreach (var (hour, part) in new[] { (1, "registration"), (2, "laboratory"), (4, "pharmacy") })
        {
            Assert.Equal(GrantResult.Charged, visit.Charge(hour * 3600, 5000, part));
            Assert.Equal(MoneyState.Due, visit.Grant.MoneyState);
            Assert.Equal(GrantResult.PaymentRecorded, visit.Pay((hour * 3600) + 60, 2000, part + "-1"));
            Assert.Equal((MoneyState.Due, 3000), (visit.Grant.MoneyState, visit.Grant.Owed));
            Assert.Equal(GrantResult.PaymentRecorded, visit.Pay((hour * 3600) + 70, 3000, part + "-2"));
            Assert.Equal(MoneyState.Paid, visit.Grant.MoneyState);
        }

        Assert.Equal((GrantState.Returned, 15000, 15000), (visit.Grant.State, visit.Grant.Money.Charged, visit.Grant.Money.Paid));
        Assert.Equal(RecordEffect.Kept, visit.Grant.EffectAt(Story.At(5 * 3600)));
    }

    [Fact]
    public void Same_reference_counts_once_and_for_one_thing()
    {
        var visit = Story.Of(Story.Visit);
        visit.Charge(1, 5000, "bill-1");

        Assert.Equal(GrantResult.Repeated, visit.Charge(2, 5000, "bill-1"));
        Assert.Equal(GrantResult.ReferenceReused, visit.Charge(3, 4000, "bill-1"));
        Assert.Equal(GrantResult.ReferenceReused, visit.Pay(4, 5000, "bill-1"));
        Assert.Equal((5000, 2L), (visit.Grant.Money.Charged, visit.Record.Version));
    }

    [Theory]
    [InlineData(0, "CNY", GrantResult.AmountOutOfBounds)]
    [InlineData(-5, "CNY", GrantResult.AmountOutOfBounds)]
    [InlineData(1_000_000_000_001, "CNY", GrantResult.AmountOutOfBounds)]
    [InlineData(5001, "CNY", GrantResult.MoreThanOwed)]
    [InlineData(5000, "EUR", GrantResult.OtherCurrency)]
    [InlineData(5000, "CNY", GrantResult.PaymentRecorded)]
    public void Payment_is_within_what_is_owed(long amount, string currency, GrantResult result)
    {
        var visit = Story.Of(Story.Visit);
        visit.Charge(1, 5000, "bill-1");

        Assert.Equal(result, visit.Do(2, new RecordPayment(1, "citybike", "till-1", new(amount, currency), Failed: false, Sample.Dock)));
    }

    [Fact]
    public void Failed_payment_shows_until_one_arrives()
    {
        var visit = Story.Of(Story.Visit);
        visit.Charge(1, 5000, "bill-1");

        visit.Pay(2, 5000, "till-1", failed: true);
        Assert.Equal((MoneyState.Failed, 5000), (visit.Grant.MoneyState, visit.Grant.Owed));
        visit.Pay(3, 2000, "till-2");
        Assert.Equal(MoneyState.Due, visit.Grant.MoneyState);
    }

    [Fact]
    public void Loss_of_a_part_costs_its_share_of_the_deposit_and_less_when_more_comes_back()
    {
        var rental = Story.Of(Story.Rental with { Items = ["bike-1", "bike-2", "bike-3"], Units = 3, Deposit = Story.Yuan(100_00) });
        rental.Do(1, new Return(1, "citybike", ["bike-1"], null, Sample.Dock));
        Assert.Equal(GrantResult.ReportedLost, rental.Do(2, new ReportLost(1, "citybike", Story.Yuan(100_00), Story.Anna, "gone")));
        Assert.Equal((6666, 6666), (rental.Grant.Owed, rental.Grant.Money.Claimed));

        rental.Do(3, new Return(1, "citybike", ["bike-2"], null, Sample.Dock));
        Assert.Equal((GrantState.Lost, 3333, 3333), (rental.Grant.State, rental.Grant.Owed, rental.Grant.Money.Claimed));
        rental.Do(4, new Return(1, "citybike", [], null, Sample.Dock));
        Assert.Equal((GrantState.Returned, 0, 0), (rental.Grant.State, rental.Grant.Owed, rental.Grant.Money.Claimed));
    }

    [Fact]
    public void Claim_is_freed_whole_though_its_line_has_made_room_for_others()
    {
        var rental = Story.Of(Story.Rental);
        rental.Do(1, new ReportLost(1, "citybike", Story.Yuan(10000), Story.Anna, "gone"));
        for (var i = 0; i < GrantMoney.MostLines - 1; i++)
        {
            rental.Pay(2, 1, $"till-{i}");
        }

        var day = 86400.0;
        Assert.Equal(GrantResult.PaymentRecorded, rental.Pay(40 * day, 1, "till-last"));
        Assert.DoesNotContain(rental.Grant.Money.Lines, line => line.Kind == MoneyLineKind.LossClaim);
        rental.Do(41 * day, new Return(1, "citybike", [], null, Sample.Dock));
        Assert.Equal((10000, 0, -64), (rental.Grant.Money.Waived, rental.Grant.Money.Claimed, rental.Grant.Owed));
    }

    [Theory]
    [InlineData(null, 30)]
    [InlineData(5, 5)]
    public void Charge_after_the_end_is_taken_within_the_time_to_pay_and_refused_later(int? payWithin, int days)
    {
        var visit = Story.Of(Story.Visit with { PayWithin = payWithin is { } given ? TimeSpan.FromDays(given) : null });
        visit.Do(60, new Close(1, "citybike", Sample.Dock, "discharged"));

        Assert.Equal(GrantResult.Charged, visit.Charge(60 + (days * 86400), 500, "in-time"));
        Assert.Equal(GrantResult.TooLate, visit.Charge(60.5 + (days * 86400), 500, "late"));
        Assert.Equal((GrantState.Returned, Story.At(60).AddDays(days)), (visit.Last.Outcome.Grant!.State, visit.Last.Outcome.At));
        Assert.Equal(GrantResult.Repeated, visit.Charge(61 + (days * 86400), 500, "in-time"));
        Assert.Equal(GrantResult.PaymentRecorded, visit.Pay(62 + (days * 86400), 500, "till"));
    }

    [Fact]
    public void What_is_unpaid_after_its_time_is_at_risk_and_broken_when_payment_failed()
    {
        var visit = Story.Of(Story.Visit);
        visit.Charge(1, 5000, "bill-1");
        visit.Do(60, new Close(1, "citybike", Sample.Dock, "discharged"));
        var (inTime, late) = (Story.At(60).AddDays(30), Story.At(61).AddDays(30));

        Assert.Equal((RecordEffect.None, RecordEffect.AtRisk), (visit.Grant.EffectAt(inTime), visit.Grant.EffectAt(late)));
        visit.Pay(120, 5000, "till-1", failed: true);
        Assert.Equal(RecordEffect.Broken, visit.Grant.EffectAt(late));
        visit.Pay(31 * 86400, 5000, "till-2");
        Assert.Equal(RecordEffect.Late, visit.Grant.EffectAt(late.AddDays(2)));
    }

    [Fact]
    public void Whoever_is_charged_has_the_whole_time_to_pay_though_it_ended_long_before()
    {
        var rental = Story.Of(Story.Rental with { PayWithin = TimeSpan.FromDays(7) });
        var day = 86400;
        rental.Charge(20 * day, 500, "overdue-fee");
        Assert.Equal(GrantResult.Returned, rental.Do(21 * day, new Return(1, "citybike", [], Story.At(3600), Sample.Dock)));

        Assert.Equal((Story.At(3600), Story.At(27 * day)), (rental.Grant.EndedAt, rental.Grant.PayBy));
        Assert.Equal((RecordEffect.None, RecordEffect.AtRisk), (rental.Grant.EffectAt(Story.At(27 * day)), rental.Grant.EffectAt(Story.At((27 * day) + 1))));
        rental.Pay(26 * day, 500, "till");
        Assert.Equal(RecordEffect.Kept, rental.Grant.EffectAt(Story.At(28 * day)));
    }

    [Fact]
    public void What_is_waived_while_it_is_lost_is_waived_of_the_claim()
    {
        var rental = Story.Of(Story.Rental);
        rental.Charge(1, 2000, "ride");
        rental.Do(2, new ReportLost(1, "citybike", Story.Yuan(10000), Story.Anna, "gone"));
        rental.Do(3, new Waive(1, null, "waiver-1", Story.Yuan(3000), Story.Anna, "complaint"));
        rental.Return(600);

        Assert.Equal((2000, 10000, 0), (rental.Grant.Owed, rental.Grant.Money.Waived, rental.Grant.Money.Claimed));
    }

    [Fact]
    public void Waiver_of_what_was_paid_is_owed_back()
    {
        var visit = Story.Of(Story.Visit);
        visit.Charge(1, 5000, "bill-1");
        visit.Pay(2, 5000, "till-1");

        Assert.Equal(GrantResult.Waived, visit.Do(3, new Waive(1, null, "waiver-1", Story.Yuan(2000), Story.Anna, "complaint")));
        Assert.Equal((MoneyState.RefundDue, -2000), (visit.Grant.MoneyState, visit.Grant.Owed));
        Assert.Equal(GrantResult.MoreThanOwed, visit.Do(4, new RecordRefund(1, "citybike", "back-1", Story.Yuan(2001), Sample.Dock)));
        Assert.Equal(GrantResult.Refunded, visit.Do(5, new RecordRefund(1, "citybike", "back-1", Story.Yuan(2000), Sample.Dock)));
        Assert.Equal(MoneyState.Paid, visit.Grant.MoneyState);
    }

    [Fact]
    public void Paid_deposit_is_owed_back_when_the_thing_is()
    {
        var rental = Story.Of(Story.Rental with { DepositReference = "till-9" });
        Assert.Equal(MoneyState.None, rental.Grant.MoneyState);

        rental.Return(600);

        Assert.Equal((MoneyState.RefundDue, -19900), (rental.Grant.MoneyState, rental.Grant.Owed));
        rental.Do(700, new RecordRefund(1, "citybike", "back-1", Story.Deposit, Sample.Dock));
        Assert.Equal((MoneyState.None, RecordEffect.Kept), (rental.Grant.MoneyState, rental.Grant.EffectAt(Story.At(800))));
    }

    [Fact]
    public void Paid_deposit_meets_the_claim_for_what_is_lost()
    {
        var rental = Story.Of(Story.Rental with { DepositReference = "till-9" });

        rental.Lose(600, 15000);

        Assert.Equal((GrantState.Lost, MoneyState.RefundDue, -4900), (rental.Grant.State, rental.Grant.MoneyState, rental.Grant.Owed));
    }

    [Fact]
    public void Jammed_lock_costs_nothing_and_gives_the_deposit_back()
    {
        var terms = Story.Rental with { NeedsHandover = true, DepositReference = "till-9" };
        var (called, lapsed) = (Story.Of(terms), Story.Of(terms));
        called.Do(20, new Cancel(1, "citybike", Sample.Dock, "lock jammed"));

        Assert.Equal((GrantState.Cancelled, MoneyState.RefundDue), (called.Grant.State, called.Grant.MoneyState));
        Assert.Equal((GrantState.Lapsed, -19900), (lapsed.Grant.SettledAt(Story.At(120)).State, lapsed.Grant.SettledAt(Story.At(120)).Owed));
        Assert.Equal(GrantResult.WrongState, called.Charge(30, 100, "fee-1"));
    }

    [Fact]
    public void Lines_are_bounded_and_old_ones_make_room()
    {
        var credit = Story.Of(Story.Credit);
        for (var i = 0; i < GrantMoney.MostLines / 2; i++)
        {
            credit.Charge(i, 100, $"draw-{i}");
            credit.Pay(i, 100, $"till-{i}");
        }

        Assert.Equal(GrantResult.TooMuchOpen, credit.Charge(100, 100, "draw-x"));
        Assert.Equal(GrantResult.Charged, credit.Charge(31 * 86400, 100, "draw-x"));
        Assert.Equal((3300, 3200, 1), (credit.Grant.Money.Charged, credit.Grant.Money.Paid, credit.Grant.Money.Lines.Length));
        Assert.True(credit.Grant.Transitions.Length <= Grant.MostTransitions);
        Assert.Equal(EntryKind.Granted, credit.Grant.Transitions[0].Kind);
    }

    [Fact]
    public void Every_transition_tells_what_all_three_machines_came_to()
    {
        var rental = Story.Of(Story.Rental);
        rental.Lose(5 * 3600, 30000);

        var last = rental.Grant.Transitions[^1];
        Assert.Equal((EntryKind.Lost, GrantState.Lost, MoneyState.Due, RecordEffect.AtRisk, 19900), (last.Kind!.Value, last.State, last.Money, last.Effect, last.Amount));
        Assert.Equal((Actor.Member, "gone", Story.At(5 * 3600)), (last.Actor, last.Reason, last.At));
    }
}
