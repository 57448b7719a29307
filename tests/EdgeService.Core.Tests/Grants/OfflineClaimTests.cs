using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Grants;

/// <summary>What terminals did while cut off, told later.</summary>
public sealed class OfflineClaimTests
{
    private static readonly TokenId Token = new(5);
    private static readonly Actor Gate = Actor.Terminal("central-park", "gate-2");

    [Fact]
    public void Claim_is_a_grant_at_its_own_time()
    {
        var story = new Story();

        Assert.Equal(GrantResult.Claimed, story.Do(7200, Claim(60)));

        Assert.Equal((GrantState.Active, Story.At(60), Story.At(60).AddHours(4)), (story.Grant.State, story.Grant.OpenedAt, story.Grant.DueAt));
        Assert.True(story.Grant.ClaimedOffline);
        Assert.Equal(GrantResult.AlreadyRedeemed, story.Do(7201, new Redeem(Token, Story.At(900), Story.Rental, Sample.Dock)));
        Assert.Equal(GrantResult.Repeated, story.Do(7202, Claim(60)));
    }

    [Fact]
    public void Second_acceptance_elsewhere_is_kept_with_both_sides_and_counts_nothing()
    {
        var story = new Story();
        story.Do(30, new Redeem(Token, Story.At(900), Story.Rental, Sample.Dock));

        Assert.Equal(GrantResult.LateConflict, story.Do(7200, Claim(60) with { Terms = Elsewhere }));

        var conflict = story.Grant.Conflict!;
        Assert.Equal((ConflictCause.TokenRedeemed, 1L, Story.At(30), Sample.Dock), (conflict.Cause, conflict.Grant!.Value, conflict.At!.Value, conflict.Actor!.Value));
        Assert.Equal((GrantState.LateConflict, Story.At(60), Gate), (story.Grant.State, story.Grant.OpenedAt, story.Grant.Transitions[0].Actor));
        Assert.Equal(1, story.Record.UsageOf(Sample.Bike, "citybike", null, null, Story.At(7200)).Active);
        Assert.Equal(EntryKind.LateConflict, story.Last.Entries[^1].Kind);
    }

    [Fact]
    public void Lost_answer_is_no_second_acceptance()
    {
        var story = new Story();
        story.Do(30, new Redeem(Token, Story.At(900), Story.Rental, Sample.Dock));

        Assert.Equal(GrantResult.Repeated, story.Do(7200, Claim(31)));
        Assert.Equal(1L, story.Last.Outcome.Grant!.Number);
    }

    [Theory]
    [InlineData("revoked", ConflictCause.TokenRevoked)]
    [InlineData("limit", ConflictCause.Limit)]
    [InlineData("item", ConflictCause.ItemTaken)]
    [InlineData("too old", ConflictCause.TokenTooOld)]
    [InlineData("future", ConflictCause.InFuture)]
    public void Whatever_is_in_the_way_is_told(string what, ConflictCause cause)
    {
        var story = new Story();
        if (what == "revoked")
        {
            story.Do(30, new RevokeToken(Token, Story.At(900), Actor.Member, "no"));
        }

        story.Held = what == "item" ? new Dictionary<ItemRef, ItemHolder> { [new("citybike", "bike-1")] = new(new MemberKey(99), 4, null) } : story.Held;
        Assert.Equal(GrantResult.LateConflict, story.Do(2000, Claim(what == "too old" ? 931 : what == "future" ? 2031 : 60) with { WithinLimits = what != "limit" }));
        Assert.Equal(cause, story.Grant.Conflict!.Cause);
        Assert.Equal(what == "item" ? new MemberKey(99) : null, story.Grant.Conflict.Holder);
    }

    [Fact]
    public void Late_claim_that_a_person_lets_stand_uses_up_the_token_and_its_later_copies()
    {
        var story = new Story();
        story.Do(2000, Claim(931));
        Assert.Equal(GrantResult.ConflictResolved, story.Do(2001, new ResolveConflict(1, null, Stands: true, Story.Anna, "the dock's clock was off")));

        Assert.Equal(GrantResult.AlreadyRedeemed, story.Do(2002, new Redeem(Token, Story.At(2700), Story.Rental, Sample.Dock)));
        Assert.Equal(GrantResult.AlreadyRedeemed, story.Do(2003, new RevokeToken(Token, Story.At(2700), Actor.Member, "no")));
    }

    [Fact]
    public void Claim_without_a_token_is_for_a_person_once_what_it_made_before_may_be_forgotten()
    {
        var (known, forgotten) = (new Story(), new Story());
        var claim = Claim(60) with { Token = null };

        Assert.Equal(GrantResult.Claimed, known.Do(60 + (7 * 86400), claim));
        Assert.Equal(GrantResult.LateConflict, forgotten.Do(61 + (7 * 86400), claim));
        Assert.Equal(ConflictCause.ClaimTooOld, forgotten.Grant.Conflict!.Cause);
    }

    [Fact]
    public void Claim_of_the_end_of_time_stops_nothing_that_comes_after_it()
    {
        var story = new Story();
        var terms = Elsewhere with { Period = TimeSpan.FromDays(30), Items = [] };
        Assert.Equal(GrantResult.LateConflict, story.Do(60, Claim(60) with { At = DateTimeOffset.MaxValue.AddDays(-1), Terms = terms }));

        Assert.Equal(GrantResult.Granted, story.Do(120, new Begin(Story.Rental, Sample.Dock)));
        Assert.Equal(GrantResult.ConflictResolved, story.Do(180, new ResolveConflict(1, null, Stands: false, Story.Anna, "nonsense")));
        Assert.Equal(GrantResult.Returned, story.Do(240, new Return(2, "citybike", [], null, Sample.Dock)));
    }

    [Fact]
    public void Token_of_a_conflict_opens_no_other_gate()
    {
        var story = new Story();
        story.Do(100, Claim(60) with { WithinLimits = false });

        Assert.Equal(GrantResult.AlreadyRedeemed, story.Do(101, new Redeem(Token, Story.At(900), Story.Rental, Sample.Dock)));
    }

    [Fact]
    public void Person_lets_it_stand_once_the_item_is_free()
    {
        var story = new Story { Held = new Dictionary<ItemRef, ItemHolder> { [new("citybike", "bike-1")] = new(new MemberKey(99), 4, null) } };
        story.Do(2000, Claim(60));

        Assert.Equal(GrantResult.ItemTaken, story.Do(3000, new ResolveConflict(1, null, Stands: true, Story.Anna, "both were lent")));
        story.Held = new Dictionary<ItemRef, ItemHolder>();
        Assert.Equal(GrantResult.ConflictResolved, story.Do(3001, new ResolveConflict(1, null, Stands: true, Story.Anna, "first is back")));
        Assert.Equal((GrantState.Active, Story.At(60)), (story.Grant.State, story.Grant.ActiveAt));
        Assert.Equal(GrantResult.WrongState, story.Do(3002, new ResolveConflict(1, null, Stands: false, Story.Anna, "again")));
    }

    [Fact]
    public void Person_dismisses_it_and_it_costs_nothing()
    {
        var story = new Story();
        story.Do(2000, Claim(60) with { WithinLimits = false });

        Assert.Equal(GrantResult.ConflictResolved, story.Do(3000, new ResolveConflict(1, null, Stands: false, Story.Anna, "partner's risk")));
        Assert.Equal((GrantState.Cancelled, RecordEffect.None, MoneyState.None), (story.Grant.State, story.Grant.EffectAt(Story.At(3000)), story.Grant.MoneyState));
    }

    [Fact]
    public void Provisional_grant_that_was_never_handed_over_lapses_at_its_own_time()
    {
        var story = new Story();
        story.Do(7200, Claim(60) with { Token = null, HandedOver = false, Terms = Story.Rental with { NeedsHandover = true } });

        Assert.Equal((GrantState.Opening, GrantState.Lapsed), (story.Grant.State, story.Grant.StateAt(Story.At(7200))));
        Assert.Equal(GrantResult.HandedOver, story.Do(7201, new ConfirmHandover(1, "citybike", Story.At(80), Sample.Dock)));
        Assert.Equal(Story.At(80), story.Grant.ActiveAt);
    }

    [Fact]
    public void Token_redeemed_days_ago_is_still_known_to_a_late_claim()
    {
        var story = new Story();
        story.Do(30, new Redeem(Token, Story.At(900), Story.Rental, Sample.Dock));
        story.Return(600);
        story.Do(3 * 86400, new Begin(Story.Visit, Sample.Dock));
        Assert.Empty(story.Record.Spent);

        Assert.Equal(GrantResult.LateConflict, story.Do(3 * 86400, Claim(60) with { Terms = Elsewhere }));
        Assert.Equal(ConflictCause.TokenRedeemed, story.Grant.Conflict!.Cause);
    }

    private static GrantTerms Elsewhere => Story.Rental with { TerminalId = "gate-2", Items = [] };

    private static ClaimOffline Claim(double at) => new(Story.At(at), Token, Story.At(900), Story.Rental, WithinLimits: true, HandedOver: true, Gate);
}
