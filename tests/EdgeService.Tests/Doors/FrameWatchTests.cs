using EdgeService.Doors;
using EdgeService.Identity;
using EdgeService.Tests.Doors.Hostile;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Doors;

public sealed class FrameWatchTests
{
    private static readonly byte[] Call = [.. Frame.Of(Frame.Headers, Frame.EndHeaders, 1, HeaderBlock.OfCall("/a/b").ToArray()), .. Frame.Of(Frame.Data, Frame.EndStream, 1, new byte[100])];
    private readonly StandingClock _clock = new();
    private readonly HeaderIdentity _identity = new();

    public static TheoryData<string, int> Costly => new()
    {
        { Convert.ToHexString(Frame.Of(Frame.Ping, 0, 0, new byte[8])), 2 },
        { Convert.ToHexString(Frame.Of(Frame.Settings, 0, 0)), 5 },
        { Convert.ToHexString(Frame.Reset(1)), 5 },
        { Convert.ToHexString(Frame.Of(Frame.Continuation, 0, 1)), 5 },
        { Convert.ToHexString(Frame.Of(Frame.Headers, Frame.EndHeaders, 1, new byte[300])), 1 },
        { Convert.ToHexString(Frame.Of(Frame.Data, 0, 1, 0)), 1 },
        { Convert.ToHexString(Frame.Of(Frame.Priority, 0, 1, new byte[5])), 1 },
        { Convert.ToHexString(Frame.Window(1, 1)), 1 },
        { Convert.ToHexString(Frame.Of(0x55, 0, 1, new byte[70])), 1 },
    };

    [Theory]
    [MemberData(nameof(Costly))]
    public void Frames_that_are_no_calls_wear_patience_out_each_at_its_cost(string frame, int cost)
    {
        var watch = Watch();
        Assert.Equal(FrameWatch.Most / cost, Passed(watch, Convert.FromHexString(frame), FrameWatch.Most + 1));
        Assert.True(watch.IsOver);
        Assert.False(watch.Goes(Call));
    }

    [Fact]
    public void Frames_of_the_least_cost_wear_it_out_also_while_time_passes()
    {
        var watch = Watch();
        for (var sent = 0; watch.Goes(Frame.Window(1, 1)); sent++)
        {
            _clock.Pass(TimeSpan.FromMicroseconds(100)); // 10,000 a second, of which 200 are forgiven.
            Assert.InRange(sent, 0, FrameWatch.Most * 2);
        }
    }

    [Fact]
    public void Where_there_are_no_frames_only_what_was_turned_away_wears_it_out()
    {
        var watch = new FrameWatch(_identity, _clock, countsFrames: false);
        Assert.Equal(100_000, Passed(watch, [.. Frame.Reset(1)], 100_000));
        var refused = 0;
        for (; watch.Goes("GET / HTTP/1.1"u8); refused++)
            watch.Refused();
        Assert.Equal(FrameWatch.Most + 1, refused);
    }

    [Fact]
    public void Data_of_substance_and_wide_windows_cost_nothing()
    {
        var watch = Watch();
        byte[] frames = [.. Frame.Of(Frame.Data, 0, 1, new byte[100]), .. Frame.Window(0, 65_535), .. Frame.Of(Frame.Data, Frame.EndStream, 1)];
        Assert.Equal(100_000, Passed(watch, frames, 100_000));
    }

    [Fact]
    public void Calls_let_in_pay_for_themselves_and_for_their_reset()
    {
        var watch = Watch();
        byte[] cancelled = [.. Call, .. Frame.Reset(1), .. Frame.Window(0, 100), .. Frame.Of(Frame.Ping, 0, 0, new byte[8])];
        for (var i = 0; i < 50_000; i++)
        {
            _identity.CountCall();
            Assert.True(watch.Goes(cancelled));
        }
    }

    [Fact]
    public void Calls_turned_away_wear_patience_out()
    {
        var watch = Watch();
        var calls = 0;
        for (; watch.Goes(Call); calls++)
            watch.Refused();
        Assert.Equal(FrameWatch.Most / 2, calls);
    }

    [Fact]
    public void Time_brings_patience_back_and_not_more_than_there_was()
    {
        var watch = Watch();
        var ping = Frame.Of(Frame.Ping, 0, 0, new byte[8]);
        Assert.Equal(FrameWatch.Most / 2, Passed(watch, ping, FrameWatch.Most / 2));
        _clock.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(FrameWatch.ASecond / 2, Passed(watch, ping, FrameWatch.ASecond / 2));
        _clock.Pass(TimeSpan.FromHours(1));
        Assert.Equal(FrameWatch.Most / 2, Passed(watch, ping, 1_000_000) - 1, 1.0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(13)]
    [InlineData(1000)]
    public void Pieces_may_be_cut_anywhere(int size)
    {
        byte[] frames = [.. Call, .. Frame.Window(0, 100_000), .. Frame.Window(0, 5), .. Frame.Of(Frame.WindowUpdate, 0, 0, 0, 0), .. Frame.Of(Frame.Headers, Frame.EndHeaders, 77, new byte[9]), .. Frame.Reset(77)];
        var watch = Watch(prefaced: false);
        byte[] all = [.. Frame.Preface, .. Enumerable.Repeat(frames, 20).SelectMany(each => each)];
        foreach (var piece in all.Chunk(size))
            Assert.True(watch.Goes(piece));
        Assert.Equal(77, watch.LastStream);
        // A call's headers, a window too small, one malformed, other headers, their reset: nine for each of the twenty.
        Assert.Equal(FrameWatch.Most - 20 * 9, Passed(watch, Frame.Of(Frame.Priority, 0, 1, new byte[5]), FrameWatch.Most));
    }

    private static int Passed(FrameWatch watch, byte[] frame, int most)
    {
        var passed = 0;
        while (passed < most && watch.Goes(frame))
            passed++;
        return passed;
    }

    private FrameWatch Watch(bool prefaced = true)
    {
        var watch = new FrameWatch(_identity, _clock);
        if (prefaced)
            Assert.True(watch.Goes(Frame.Preface));
        return watch;
    }
}
