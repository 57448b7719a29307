using EdgeService.Core.Grants;

namespace EdgeService.Core.Tests.Grants;

/// <summary>Receipts that docks signed, in time, late, and not believable.</summary>
public sealed class ReceiptReturnTests
{
    private const double Due = 4 * 3600;

    [Fact]
    public void Receipt_stops_the_clock_at_its_own_time_and_undoes_the_loss()
    {
        var rental = Story.Of(Story.Rental);
        rental.Lose(Due + 7200, 19900, Sample.Dock);

        Assert.Equal(GrantResult.Returned, rental.Receipt(Due + 86400, own: Due - 600));

        Assert.Equal((GrantState.Returned, Story.At(Due - 600), 0), (rental.Grant.State, rental.Grant.EndedAt, rental.Grant.Owed));
        Assert.Equal(RecordEffect.Kept, rental.Grant.EffectAt(Story.At(Due + 86400)));
        Assert.Equal(("BIKE-1", 7u), (rental.Last.Seen!.Value.Terminal, rental.Last.Seen.Value.Sequence));
    }

    [Fact]
    public void Receipt_corrects_a_return_that_was_recorded_later()
    {
        var rental = Story.Of(Story.Rental);
        rental.Return(Due + 600);
        Assert.Equal(RecordEffect.Late, rental.Grant.EffectAt(Story.At(Due + 600)));

        Assert.Equal(GrantResult.Returned, rental.Receipt(Due + 700, own: Due - 600));
        Assert.Equal((Story.At(Due - 600), RecordEffect.Kept), (rental.Grant.EndedAt, rental.Grant.EffectAt(Story.At(Due + 700))));
        Assert.Equal(EntryKind.ReturnCorrected, rental.Last.Entries[^1].Kind);
        Assert.Equal(GrantResult.Repeated, rental.Receipt(Due + 800, own: Due, sequence: 8));
    }

    [Theory] // seconds after the grant: asked at, own time
    [InlineData(3600, -1, Doubt.BeforeGrant)]
    [InlineData(3600, 3631, Doubt.InFuture)]
    public void Receipt_outside_the_bounds_pauses_billing_until_a_person_decides(double now, double own, Doubt doubt)
    {
        var rental = Story.Of(Story.Rental);
        rental.Charge(60, 500, "ride");

        Assert.Equal(GrantResult.InReview, rental.Receipt(now, own));

        Assert.Equal((GrantState.InReview, MoneyState.Paused, doubt), (rental.Grant.State, rental.Grant.MoneyState, rental.Grant.Review!.Doubt));
        Assert.Equal(RecordEffect.Suspended, rental.Grant.EffectAt(Story.At(9 * Due)));
        Assert.False(rental.Grant.IsOverdueAt(Story.At(9 * Due)));
        Assert.Equal(GrantResult.WrongState, rental.Charge(now, 500, "more"));
        Assert.Equal(GrantResult.WrongState, rental.Pay(now, 500, "till-1"));
        Assert.Equal((1, GrantState.InReview), (rental.Record.UsageOf(Sample.Bike, "citybike", null, null, Story.At(now)).Active, rental.Grant.StateAt(Story.At(now))));
    }

    [Fact]
    public void Receipt_within_the_slack_counts_as_now()
    {
        var rental = Story.Of(Story.Rental);

        Assert.Equal(GrantResult.Returned, rental.Receipt(3600, own: 3630));
        Assert.Equal(Story.At(3600), rental.Grant.EndedAt);
    }

    [Fact]
    public void Person_decides_when_it_came_back()
    {
        var rental = Doubted();

        Assert.Equal(GrantResult.TimeOutOfBounds, rental.Do(5000, new DecideReview(1, null, Story.At(-1), Story.Anna, "seen on camera")));
        Assert.Equal(GrantResult.TimeOutOfBounds, rental.Do(5000, new DecideReview(1, null, Story.At(5001), Story.Anna, "seen on camera")));
        Assert.Equal(GrantResult.ReviewDecided, rental.Do(5000, new DecideReview(1, null, Story.At(1800), Story.Anna, "seen on camera")));
        Assert.Equal((GrantState.Returned, Story.At(1800), MoneyState.None), (rental.Grant.State, rental.Grant.EndedAt, rental.Grant.MoneyState));
        Assert.Empty(rental.Grant.MissingItems);
    }

    [Fact]
    public void Person_finds_nothing_in_it_and_it_goes_on()
    {
        var rental = Doubted();

        Assert.Equal(GrantResult.ReviewDecided, rental.Do(5000, new DecideReview(1, null, null, Story.Anna, "clock was wrong")));
        Assert.Equal((GrantState.Active, true), (rental.Grant.State, rental.Grant.IsOverdueAt(Story.At(Due + 1))));
        Assert.Equal(GrantResult.Returned, rental.Return(5100));
    }

    [Fact]
    public void Return_meanwhile_frees_the_thing_and_leaves_the_question()
    {
        var rental = Doubted();

        Assert.Equal(GrantResult.Returned, rental.Return(5000));
        Assert.Equal((GrantState.InReview, GrantState.Returned, 0), (rental.Grant.State, rental.Grant.Review!.Before, rental.Grant.OpenUnits));
        Assert.Equal(GrantResult.ReviewDecided, rental.Do(6000, new DecideReview(1, null, null, Story.Anna, "as recorded")));
        Assert.Equal((GrantState.Returned, Story.At(5000)), (rental.Grant.State, rental.Grant.EndedAt));
    }

    [Fact]
    public void Believable_receipt_answers_the_question()
    {
        var rental = Doubted();

        Assert.Equal(GrantResult.Returned, rental.Receipt(5000, own: 4000, sequence: 8));
        Assert.Equal((GrantState.Returned, Story.At(4000)), (rental.Grant.State, rental.Grant.EndedAt));
        Assert.Null(rental.Grant.Review);
    }

    [Fact]
    public void Receipt_counts_once()
    {
        var rental = Story.Of(Story.Rental);
        rental.Receipt(100, own: 90);
        rental.Receipts = new ReceiptNeighbours(rental.Last.Seen, null, null);

        Assert.Equal(GrantResult.Repeated, rental.Receipt(200, own: 90));
        Assert.Equal(GrantResult.Granted, rental.Do(300, new Begin(Story.Rental, Sample.Dock)));
        Assert.Equal(GrantResult.ReceiptUsed, rental.Do(400, Story.ReceiptOf(90) with { Number = 2 }));
    }

    [Fact]
    public void Sequence_is_whole_when_numbers_are_signed_once_and_times_rise_with_them()
    {
        var receipt = new ReceiptSighting("BIKE-1", 7, Story.At(100), 1);
        ReceiptSighting Other(uint number, double time) => new("BIKE-1", number, Story.At(time), 2);

        Assert.Null(ReceiptSequence.DoubtOf(receipt, default));
        Assert.Null(ReceiptSequence.DoubtOf(receipt, new ReceiptNeighbours(receipt, Other(3, 100), Other(9, 100))));
        Assert.Equal(Doubt.NumberUsedTwice, ReceiptSequence.DoubtOf(receipt, new ReceiptNeighbours(Other(7, 100), null, null)));
        Assert.Equal(Doubt.TimesOutOfOrder, ReceiptSequence.DoubtOf(receipt, new ReceiptNeighbours(null, Other(3, 101), null)));
        Assert.Equal(Doubt.TimesOutOfOrder, ReceiptSequence.DoubtOf(receipt, new ReceiptNeighbours(null, null, Other(8, 99))));
    }

    [Fact]
    public void What_is_contested_is_decided_and_not_for_ever()
    {
        var rental = Story.Of(Story.Rental);
        for (var i = 0; i < Grant.MostReviews; i++)
        {
            Assert.Equal(GrantResult.InReview, rental.Do(100, new Dispute(1, "citybike", Actor.Member, "I brought it back")));
            Assert.Equal(GrantResult.WrongState, rental.Do(101, new Dispute(1, "citybike", Actor.Member, "again")));
            Assert.Equal(GrantResult.ReviewDecided, rental.Do(102, new DecideReview(1, null, null, Story.Anna, "not found")));
        }

        Assert.Equal(GrantResult.TooManyReviews, rental.Do(200, new Dispute(1, "citybike", Actor.Member, "once more")));
    }

    private static Story Doubted()
    {
        var rental = Story.Of(Story.Rental);
        Assert.Equal(GrantResult.InReview, rental.Receipt(3600, own: 7200));
        return rental;
    }
}
