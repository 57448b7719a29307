using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Core.Tests.Grants;

/// <summary>A clock that jumps back an hour doubles nothing and revives nothing.</summary>
public sealed class ClockSetBackTests
{
    private const double Hour = 3600;

    [Fact]
    public void Opening_whose_item_went_out_again_is_not_handed_over()
    {
        var story = Story.Of(Story.Rental with { NeedsHandover = true });
        story.Held = new Dictionary<ItemRef, ItemHolder> { [new("citybike", "bike-1")] = new(new MemberKey(99), 1, null) };

        Assert.Equal(GrantResult.ItemTaken, story.Do(60, new ConfirmHandover(1, "citybike", null, Sample.Dock)));
    }

    [Fact]
    public void Recorded_lapse_stays()
    {
        var story = Story.Of(Story.Rental with { NeedsHandover = true });
        story.Do(Hour, new Begin(Story.Visit, Sample.Dock));
        Assert.Equal(GrantState.Lapsed, story.Record.Find(1)!.State);

        Assert.Equal(GrantResult.WrongState, story.Do(60, new ConfirmHandover(1, "citybike", null, Sample.Dock)));
        Assert.Equal(0, story.Record.UsageOf(Sample.Bike, "citybike", null, null, Story.At(60)).Active);
    }

    [Fact]
    public void Period_that_was_over_is_counted_again()
    {
        var day = 86400.0;
        var story = Story.Of(Story.Rental with { Period = TimeSpan.FromDays(1) });
        story.Return(60);
        story.Do(day + 1, new Begin(Story.Visit, Sample.Dock));

        Assert.Equal(0, story.Record.UsageOf(Sample.Bike, "citybike", TimeSpan.FromDays(1), null, Story.At(day + 1)).InPeriod);
        Assert.Equal(1, story.Record.UsageOf(Sample.Bike, "citybike", TimeSpan.FromDays(1), null, Story.At(day + 1 - Hour)).InPeriod);
    }

    [Fact]
    public void Period_is_remembered_beyond_the_most_that_is_kept_idle()
    {
        var story = new Story();
        for (var i = 0; i < 100; i++)
        {
            story.Do(i, new Begin(Story.Rental with { Items = [], Period = TimeSpan.FromDays(1) }, Sample.Dock));
            story.Do(i, new Return(i + 1, "citybike", [], null, Sample.Dock));
        }

        story.Do(86400 + 1800, new Begin(Story.Visit, Sample.Dock));
        Assert.Equal(100, story.Record.UsageOf(Sample.Bike, "citybike", TimeSpan.FromDays(1), null, Story.At(86400 - 1800)).InPeriod);
    }

    [Fact]
    public void Time_of_a_return_is_never_before_the_grant()
    {
        var story = Story.Of(Story.Rental);

        Assert.Equal(GrantResult.Returned, story.Return(-Hour));
        Assert.Equal(Sample.Noon, story.Grant.EndedAt);
    }
}
