using EdgeService.Core.Grants;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Grants;

/// <summary>Tokens that count from their issue.</summary>
public sealed class ReservationTests
{
    private static readonly TokenId Token = new(5);

    [Fact]
    public void Reservation_counts_until_its_token_has_expired()
    {
        var story = Reserved();

        Assert.Equal((1, 1), ActiveAt(story, 60, null));
        Assert.Equal((0, 0), ActiveAt(story, 60, Token));
        Assert.Equal((1, 1), ActiveAt(story, 929, null));
        Assert.Equal((0, 0), ActiveAt(story, 930, null));
        Assert.Equal(GrantState.Lapsed, story.Grant.StateAt(Story.At(930)));
    }

    [Fact]
    public void Redeeming_turns_it_into_the_grant()
    {
        var story = Reserved();

        Assert.Equal(GrantResult.Granted, story.Do(60, new Redeem(Token, Story.At(900), Story.Rental, Sample.Dock)));

        Assert.Equal((1L, GrantState.Active, 1), (story.Grant.Number, story.Grant.State, story.Record.Grants.Length));
        Assert.Equal([GrantState.Reserved, GrantState.Active], story.Grant.Transitions.Select(transition => transition.State));
        Assert.Equal(GrantResult.AlreadyRedeemed, story.Do(61, new Redeem(Token, Story.At(900), Story.Rental, Sample.Dock)));
    }

    [Fact]
    public void Revoking_frees_it()
    {
        var story = Reserved();

        Assert.Equal(GrantResult.Revoked, story.Do(60, new RevokeToken(Token, Story.At(900), Actor.Member, "changed my mind")));

        Assert.Equal((GrantState.Cancelled, (0, 0)), (story.Grant.State, ActiveAt(story, 60, null)));
        Assert.Equal(GrantResult.AlreadyRevoked, story.Do(61, new Reserve(Token, Story.At(900), Story.Rental, Sample.Dock)));
    }

    [Fact]
    public void Later_copy_of_the_token_reserves_longer_and_once()
    {
        var story = Reserved();

        Assert.Equal(GrantResult.Repeated, story.Do(60, new Reserve(Token, Story.At(900), Story.Rental, Sample.Dock)));
        Assert.Equal(GrantResult.Reserved, story.Do(60, new Reserve(Token, Story.At(1200), Story.Rental, Sample.Dock)));
        Assert.Equal((1, Story.At(1230)), (story.Record.Grants.Length, story.Grant.ReservedUntil));
    }

    [Fact]
    public void Lapsed_reservation_is_not_handed_over()
    {
        var story = Reserved();

        Assert.Equal(GrantResult.WrongState, story.Do(1000, new ConfirmHandover(1, "citybike", Story.At(60), Sample.Dock)));
    }

    private static (int, int) ActiveAt(Story story, double seconds, TokenId? redeeming)
    {
        var usage = story.Record.UsageOf(Sample.Bike, "citybike", TimeSpan.FromDays(1), null, Story.At(seconds), redeeming);
        return (usage.Active, usage.InPeriod);
    }

    private static Story Reserved()
    {
        var story = new Story();
        Assert.Equal(GrantResult.Reserved, story.Do(0, new Reserve(Token, Story.At(900), Story.Rental, Actor.Member)));
        return story;
    }
}
