using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Grants;

public sealed class RedemptionTests
{
    private static DateTimeOffset Noon => Sample.Noon;

    [Fact]
    public void Second_redemption_tells_when_and_what_the_first_was()
    {
        var record = Sample.After(MemberRecord.Empty, Sample.Redeem(1), Noon);

        var again = Custody.Apply(new LedgerScene(record), Sample.Redeem(1), Noon.AddSeconds(5));

        Assert.Equal((GrantResult.AlreadyRedeemed, Noon, 1L), (again.Outcome.Result, again.Outcome.At, again.Outcome.Grant!.Number));
        Assert.Null(again.Next);
    }

    [Fact]
    public void Second_redemption_elsewhere_does_not_learn_the_grant()
    {
        var record = Sample.After(MemberRecord.Empty, Sample.Redeem(1), Noon);

        var again = Custody.Apply(new LedgerScene(record), Sample.Redeem(1, Sample.VisitTerms), Noon.AddSeconds(5));

        Assert.Equal((GrantResult.AlreadyRedeemed, null), (again.Outcome.Result, again.Outcome.Grant));
    }

    [Fact]
    public void Cancelled_grant_does_not_give_its_token_back()
    {
        var record = Sample.After(MemberRecord.Empty, Sample.Redeem(1), Noon);
        record = Sample.After(record, new Cancel(1, "citybike", Sample.Dock, "jammed"), Noon.AddSeconds(1));

        Assert.Equal(GrantResult.AlreadyRedeemed, Custody.Apply(new LedgerScene(record), Sample.Redeem(1), Noon.AddSeconds(5)).Outcome.Result);
    }

    [Fact]
    public void Revoked_token_is_not_redeemed_and_redeemed_token_is_not_revoked()
    {
        var revoke = new RevokeToken(new TokenId(1), Noon.AddMinutes(1), Actor.Member, "changed my mind");
        var revoked = Sample.After(MemberRecord.Empty, revoke, Noon);
        var redeemed = Sample.After(MemberRecord.Empty, Sample.Redeem(1), Noon);

        Assert.Equal(GrantResult.AlreadyRevoked, Custody.Apply(new LedgerScene(revoked), Sample.Redeem(1), Noon.AddSeconds(5)).Outcome.Result);
        Assert.Equal(GrantResult.AlreadyRevoked, Custody.Apply(new LedgerScene(revoked), revoke, Noon.AddSeconds(5)).Outcome.Result);
        Assert.Equal(GrantResult.AlreadyRedeemed, Custody.Apply(new LedgerScene(redeemed), revoke, Noon.AddSeconds(5)).Outcome.Result);
    }

    [Theory]
    [InlineData(90, GrantResult.Granted)]
    [InlineData(91, GrantResult.TokenExpired)]
    public void Token_past_its_time_and_slack_is_not_redeemed(int seconds, GrantResult result) =>
        Assert.Equal(result, Custody.Apply(new LedgerScene(MemberRecord.Empty), Sample.Redeem(1), Noon.AddSeconds(seconds)).Outcome.Result);

    [Fact]
    public void Clock_set_back_does_not_redeem_a_forgotten_token_again()
    {
        var record = Sample.After(MemberRecord.Empty, Sample.Redeem(1), Noon);
        record = Sample.After(record, new Begin(Sample.VisitTerms, Sample.Dock), Noon.AddHours(25));
        Assert.Empty(record.Spent);

        Assert.Equal(GrantResult.TokenExpired, Custody.Apply(new LedgerScene(record), Sample.Redeem(1), Noon.AddSeconds(5)).Outcome.Result);
    }

    [Fact]
    public void Later_copy_of_a_redeemed_token_finds_its_fate()
    {
        var record = Sample.After(MemberRecord.Empty, Sample.Redeem(1), Noon);
        record = Sample.After(record, new Begin(Sample.VisitTerms, Sample.Dock), Noon.AddHours(2));
        var copy = Sample.Redeem(1) with { Expires = Noon.AddHours(3) };
        Assert.Equal(GrantResult.AlreadyRedeemed, Custody.Apply(new LedgerScene(record), copy, Noon.AddHours(2)).Outcome.Result);
    }

    [Fact]
    public void Idle_grants_do_not_pile_up()
    {
        var record = MemberRecord.Empty;
        for (var i = 0; i < 200; i++)
        {
            record = Sample.After(record, new Begin(Sample.BikeTerms("a"), Sample.Dock), Noon.AddSeconds(i));
            record = Sample.After(record, new Cancel(i + 1, "citybike", Sample.Dock, "jammed"), Noon.AddSeconds(i));
        }

        Assert.Equal(Memory.MostIdle, record.Grants.Length);
        Assert.Equal((200L, 401L - 1), (record.Grants[^1].Number, record.Version));
        Assert.Single(Sample.After(record, new Begin(Sample.BikeTerms("a"), Sample.Dock), Noon.AddDays(8)).Grants);
    }
}
