using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;

namespace EdgeService.Core.Tests.Eligibility;

/// <summary>Limits alone, at the edge of each.</summary>
public sealed class UsageLimitsTests
{
    private static readonly Limits None = new(null, null, TimeSpan.Zero, null);
    private static readonly Limits TwoAtOnce = None with { MaxActive = 2 };
    private static readonly Limits TwoADay = None with { MaxPerPeriod = 2, Period = TimeSpan.FromDays(1) };
    private static readonly Limits OnceAJourney = None with { JourneyAttribute = "ticket" };

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(1, int.MaxValue, false)]
    public void Units_beyond_those_active_at_once_are_not_admitted(int active, int units, bool admitted) =>
        Assert.Equal(admitted, UsageLimits.Admit(TwoAtOnce, new Usage(active, 0, 9, 9, true), units));

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(1, int.MaxValue, false)]
    public void Units_beyond_those_of_the_period_are_not_admitted(int inPeriod, int units, bool admitted) =>
        Assert.Equal(admitted, UsageLimits.Admit(TwoADay, new Usage(9, 9, inPeriod, 0, true), units));

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Journey_is_admitted_once(bool used, bool admitted) => Assert.Equal(admitted, UsageLimits.Admit(OnceAJourney, new Usage(9, 9, 9, 9, used), 1));

    [Fact]
    public void Without_limits_everything_is_admitted() => Assert.True(UsageLimits.Admit(None, new Usage(9, 9, 9, 9, true), int.MaxValue));
}
