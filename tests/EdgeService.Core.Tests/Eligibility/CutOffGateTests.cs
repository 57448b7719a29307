using EdgeService.Core.Eligibility;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Eligibility;

/// <summary>What a terminal that is cut off may do, at the edges of each rule.</summary>
public class CutOffGateTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly OfflineAllowance Allowance = new(3, TimeSpan.FromHours(4));

    [Theory]
    [InlineData(OfflineClass.Always, OfflineClass.Always, CutOffRefusal.None)]
    [InlineData(OfflineClass.Always, OfflineClass.WhenStale, CutOffRefusal.None)]
    [InlineData(OfflineClass.WhenStale, OfflineClass.Always, CutOffRefusal.None)]
    [InlineData(OfflineClass.FreshOnly, OfflineClass.Always, CutOffRefusal.MustAsk)]
    [InlineData(OfflineClass.Always, OfflineClass.FreshOnly, CutOffRefusal.MustAsk)]
    [InlineData(OfflineClass.WhenStale, null, CutOffRefusal.MustAsk)]
    public void Stricter_of_the_two_classes_counts(OfflineClass inToken, OfflineClass? told, CutOffRefusal expected) =>
        Assert.Equal(expected, CutOffGate.Decide(Scene(inToken) with { Class = told }));

    [Fact]
    public void Whatever_is_wrong_with_the_token_comes_first()
    {
        var scene = Scene(OfflineClass.FreshOnly);
        Assert.Equal(CutOffRefusal.Token, CutOffGate.Decide(scene with { Verdict = scene.Verdict with { Fault = TokenFault.Revoked } }));
    }

    [Theory]
    [InlineData(30, CutOffRefusal.None)]
    [InlineData(31, CutOffRefusal.ClockBehind)]
    public void Clock_may_be_behind_by_the_slack(int seconds, CutOffRefusal expected) =>
        Assert.Equal(expected, CutOffGate.Decide(Scene() with { HighestSigned = Now.AddSeconds(seconds) }));

    [Fact]
    public void Always_goes_on_behind_signed_time_beyond_every_allowance_and_without_contact() => Assert.Equal(CutOffRefusal.None, CutOffGate.Decide(
        Scene(OfflineClass.Always) with { HighestSigned = Now.AddHours(1), Allowance = null, Accepted = 1000, LastContact = null, Status = StatusFinding.Unknown }));

    [Theory]
    [InlineData(0, 2, CutOffRefusal.None)]
    [InlineData(4 * 3600, 2, CutOffRefusal.None)]
    [InlineData((4 * 3600) + 1, 0, CutOffRefusal.TooLongCutOff)]
    [InlineData(0, 3, CutOffRefusal.AllowanceSpent)]
    public void Allowance_has_a_time_and_a_number(int secondsSinceContact, int accepted, CutOffRefusal expected) =>
        Assert.Equal(expected, CutOffGate.Decide(Scene() with { LastContact = Now.AddSeconds(-secondsSinceContact), Accepted = accepted }));

    [Fact]
    public void Without_contact_or_allowance_nothing_is_accepted()
    {
        Assert.Equal(CutOffRefusal.TooLongCutOff, CutOffGate.Decide(Scene() with { LastContact = null }));
        Assert.Equal(CutOffRefusal.TooLongCutOff, CutOffGate.Decide(Scene() with { Allowance = null }));
    }

    [Theory]
    [InlineData(3600, StatusFinding.Unknown, CutOffRefusal.None)]
    [InlineData(3631, StatusFinding.Unknown, CutOffRefusal.StatusUnknown)]
    [InlineData(3631, StatusFinding.ValidWhenIssued, CutOffRefusal.StatusUnknown)]
    [InlineData(86_400, StatusFinding.Valid, CutOffRefusal.None)]
    public void Token_of_more_than_an_hour_needs_a_fresh_list(int secondsToExpiry, StatusFinding status, CutOffRefusal expected)
    {
        var scene = Scene();
        var claims = scene.Verdict.Claims with { ExpiresAt = Now.AddSeconds(secondsToExpiry) };
        Assert.Equal(expected, CutOffGate.Decide(scene with { Verdict = scene.Verdict with { Claims = claims }, Status = status }));
    }

    [Theory]
    [InlineData(OfflineClass.Always, CutOffRefusal.None)]
    [InlineData(OfflineClass.WhenStale, CutOffRefusal.MustAsk)]
    [InlineData(OfflineClass.FreshOnly, CutOffRefusal.MustAsk)]
    [InlineData(null, CutOffRefusal.MustAsk)]
    public void Without_a_token_only_what_always_goes_on_is_lent(OfflineClass? told, CutOffRefusal expected) =>
        Assert.Equal(expected, CutOffGate.DecideLending(told));

    [Fact]
    public void Tokens_are_verified_no_earlier_than_anything_signed() =>
        Assert.Equal((Now.AddHours(1), Now), (CutOffGate.TimeAt(Now, Now.AddHours(1)), CutOffGate.TimeAt(Now, Now.AddHours(-1))));

    private static CutOffScene Scene(OfflineClass inToken = OfflineClass.WhenStale)
    {
        var claims = new TokenClaims(AudienceCode.Parse("GATE-1"), Now.AddMinutes(1), default, 1, default, 1, inToken, 7);
        return new CutOffScene(new TokenVerdict(TokenFault.None, default, claims), StatusFinding.Valid, inToken, Allowance, 0, Now, Now, Now);
    }
}
