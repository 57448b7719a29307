using EdgeService.Identity;
using EdgeService.Tests.Hosting;

namespace EdgeService.Tests.Identity;

public sealed class CallerAllowanceTests
{
    private static readonly CallerLimits Limits = new(CallsPerSecond: 10, Burst: 20, Calls: 2, Streams: 1, Connections: 3);
    private readonly StandingClock _clock = new();

    [Fact]
    public void Calls_are_taken_at_the_pace_and_after_a_rest_in_a_burst()
    {
        var allowance = new CallerAllowance(Limits, _clock);
        Assert.Equal(20, Enumerable.Range(0, 100).Count(_ => allowance.TryTake(1)));
        _clock.Pass(TimeSpan.FromSeconds(0.5));
        Assert.True(allowance.TryTake(5));
        Assert.False(allowance.TryTake(1));
    }

    [Fact]
    public void Calls_and_streams_have_places_of_their_own_and_leave_them()
    {
        var allowance = new CallerAllowance(Limits, _clock);
        Assert.True(allowance.TryEnter(unary: true));
        Assert.True(allowance.TryEnter(unary: true));
        Assert.False(allowance.TryEnter(unary: true));
        Assert.True(allowance.TryEnter(unary: false));
        Assert.False(allowance.TryEnter(unary: false));
        allowance.Leave(unary: true);
        Assert.True(allowance.TryEnter(unary: true));
    }

    [Fact]
    public void Connections_are_limited_at_once_and_in_how_often_they_are_opened()
    {
        var allowance = new CallerAllowance(Limits, _clock);
        Assert.Equal(3, Enumerable.Range(0, 4).Count(_ => allowance.TryConnect()));
        var opened = 4;
        for (allowance.Disconnect(); allowance.TryConnect(); allowance.Disconnect())
            opened++;
        Assert.Equal(2 * Limits.Connections, opened);
        _clock.Pass(TimeSpan.FromSeconds(1.3));
        Assert.False(allowance.TryConnect());
        _clock.Pass(TimeSpan.FromSeconds(0.1));
        Assert.True(allowance.TryConnect());
    }

    [Fact]
    public void Caller_shut_out_may_come_back_when_the_time_is_over()
    {
        var allowance = new CallerAllowance(Limits, _clock);
        Assert.False(allowance.IsShunned);
        allowance.Shun(TimeSpan.FromSeconds(10));
        _clock.Pass(TimeSpan.FromSeconds(9.9));
        Assert.True(allowance.IsShunned);
        _clock.Pass(TimeSpan.FromSeconds(0.1));
        Assert.False(allowance.IsShunned);
    }

    [Fact]
    public void Limits_that_are_none_are_never_reached()
    {
        var allowance = new CallerAllowance(CallerLimits.None, _clock);
        for (var i = 0; i < 100_000; i++)
            Assert.True(allowance.TryTake(1) && allowance.TryEnter(unary: true));
    }
}
