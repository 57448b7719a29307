using EdgeService.Identity;

namespace EdgeService.Tests.Identity;

public sealed class CallPaceTests
{
    private const long One = 10;
    private const long Depth = 50;

    [Fact]
    public void Rested_bucket_gives_its_burst_and_then_what_time_brings()
    {
        var pace = default(CallPace);
        Assert.Equal(5, Taken(ref pace, 1000));
        Assert.Equal(0, Taken(ref pace, 1009));
        Assert.Equal(1, Taken(ref pace, 1010));
        Assert.Equal(3, Taken(ref pace, 1040));
        Assert.Equal(5, Taken(ref pace, 1_000_000));
    }

    [Fact]
    public void What_was_refused_was_not_taken()
    {
        var pace = default(CallPace);
        Assert.False(pace.TryTake(1000, 6 * One, Depth));
        Assert.True(pace.TryTake(1000, 5 * One, Depth));
    }

    [Fact]
    public void Reserving_goes_on_beyond_the_bucket_and_says_how_long_to_wait()
    {
        var pace = default(CallPace);
        Assert.True(pace.Reserve(1000, 5 * One, Depth) <= 0);
        Assert.Equal(10, pace.Reserve(1000, One, Depth));
        Assert.Equal(30, pace.Reserve(1000, 2 * One, Depth));
        Assert.False(pace.TryTake(1000, One, Depth));
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        var pace = default(CallPace);
        Assert.Equal(5, Taken(ref pace, 1000));
        pace.GiveBack(2 * One);
        Assert.Equal(2, Taken(ref pace, 1000));
    }

    [Fact]
    public void Many_at_once_take_no_more_than_there_is()
    {
        var pace = new Shared();
        var taken = 0;
        Parallel.For(0, 10_000, _ =>
        {
            if (pace.Pace.TryTake(1000, One, 1000 * One))
                Interlocked.Increment(ref taken);
        });
        Assert.Equal(1000, taken);
    }

    private static int Taken(ref CallPace pace, long now)
    {
        var taken = 0;
        while (pace.TryTake(now, One, Depth))
            taken++;
        return taken;
    }

    private sealed class Shared
    {
        public CallPace Pace;
    }
}
