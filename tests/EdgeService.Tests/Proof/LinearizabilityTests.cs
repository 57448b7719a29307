namespace EdgeService.Tests.Proof;

/// <summary>The checker itself: it accepts what one ledger could have said, and finds what it could not.</summary>
public sealed class LinearizabilityTests
{
    private const string Anna = "anna";
    private const string Bo = "bo";
    private static readonly IssuedToken Token = new("01", "PE1");

    [Fact]
    public void Answers_at_the_same_time_may_stand_in_either_order() => Assert.Null(Linearizability.FaultOf(
    [
        Seen(0, 9, Act.Redeem, Told.AlreadyRedeemed, grant: "g1", item: "car-2", token: Token),
        Seen(1, 8, Act.Redeem, Told.Granted, grant: "g1", token: Token),
        Seen(10, 19, Act.Return, Told.Done, grant: "g1"),
        Seen(11, 18, Act.Return, Told.WrongState, grant: "g1"),
        Seen(12, 17, Act.Confirm, Told.Done, grant: "g1"),
        Seen(13, 30, Act.Read, Told.Opening, grant: "g1"),
    ]));

    [Fact]
    public void Token_redeemed_twice_is_found() => Assert.NotNull(Linearizability.FaultOf(
    [
        Seen(0, 9, Act.Redeem, Told.Granted, grant: "g1", token: Token),
        Seen(10, 11, Act.Cancel, Told.Done, grant: "g1"),
        Seen(12, 18, Act.Redeem, Told.Granted, grant: "g2", token: Token),
    ]));

    [Fact]
    public void Token_redeemed_after_its_revocation_is_found() => Assert.NotNull(Linearizability.FaultOf(
    [
        Seen(0, 5, Act.Revoke, Told.Done, token: Token),
        Seen(6, 9, Act.Redeem, Told.Granted, grant: "g1", token: Token),
    ]));

    [Fact]
    public void Two_things_out_with_one_member_are_found() => Assert.NotNull(Linearizability.FaultOf(
    [
        Seen(0, 9, Act.Begin, Told.Granted, grant: "g1"),
        Seen(1, 9, Act.Begin, Told.Granted, grant: "g2", item: "car-2"),
    ]));

    [Fact]
    public void One_thing_out_with_two_members_is_found() => Assert.NotNull(Linearizability.FaultOf(
    [
        Seen(0, 9, Act.Begin, Told.Granted, grant: "g1"),
        Seen(1, 9, Act.Begin, Told.Granted, grant: "g2", who: Bo),
    ]));

    [Fact]
    public void One_thing_out_with_two_members_is_found_item_by_item_too() => Assert.NotNull(Linearizability.FaultOfEach(
    [
        Seen(0, 9, Act.Begin, Told.Granted, grant: "g1"),
        Seen(1, 9, Act.Begin, Told.Granted, grant: "g2", who: Bo),
    ]));

    [Fact]
    public void Two_things_out_with_one_member_are_found_member_by_member_too() => Assert.NotNull(Linearizability.FaultOfEach(
    [
        Seen(0, 9, Act.Begin, Told.Granted, grant: "g1"),
        Seen(1, 9, Act.Begin, Told.Granted, grant: "g2", item: "car-2"),
    ]));

    /// <summary>Each refused over what the other got, so that neither may come first: seen on PostgreSQL.</summary>
    [Fact]
    public void Refusals_that_cross_fit_no_common_order_but_each_by_itself()
    {
        Observation[] history =
        [
            Seen(0, 9, Act.Begin, Told.Granted, grant: "g1"),
            Seen(1, 9, Act.Begin, Told.ItemTaken, item: "car-2"),
            Seen(0, 9, Act.Begin, Told.Granted, grant: "g2", item: "car-2", who: Bo),
            Seen(1, 9, Act.Begin, Told.ItemTaken, who: Bo),
        ];
        Assert.NotNull(Linearizability.FaultOf(history));
        Assert.Null(Linearizability.FaultOfEach(history));
    }

    [Fact]
    public void Old_state_read_after_a_newer_one_was_told_is_found() => Assert.NotNull(Linearizability.FaultOf(
    [
        Seen(0, 1, Act.Begin, Told.Granted, grant: "g1"),
        Seen(2, 3, Act.Confirm, Told.Done, grant: "g1"),
        Seen(4, 5, Act.Read, Told.Opening, grant: "g1"),
    ]));

    [Fact]
    public void Refusal_without_a_cause_is_found() => Assert.NotNull(Linearizability.FaultOf(
    [
        Seen(0, 1, Act.Begin, Told.Granted, grant: "g1"),
        Seen(2, 3, Act.Cancel, Told.Done, grant: "g1"),
        Seen(4, 5, Act.Begin, Told.LimitReached),
    ]));

    [Fact]
    public void Grant_that_is_gone_is_found() => Assert.NotNull(Linearizability.FaultOf(
    [
        Seen(0, 1, Act.Begin, Told.Granted, grant: "g1"),
        Seen(2, 3, Act.Read, Told.Unknown, grant: "g1"),
    ]));

    [Fact]
    public void Whatever_a_ledger_says_at_some_moment_of_each_call_is_accepted()
    {
        var random = new Random(20261122);
        for (var run = 0; run < 100; run++)
            Assert.Null(Linearizability.FaultOf(ModelledHistory.Draw(random, answers: 60, width: 6)));
    }

    [Fact]
    public void One_answer_of_sixty_made_up_is_found_nearly_always()
    {
        var (random, found) = (new Random(20261123), 0);
        for (var run = 0; run < 100; run++)
        {
            var history = ModelledHistory.Draw(random, answers: 60, width: 4).ToList();
            var place = history.FindIndex(20, seen => seen.Told is Told.Done or Told.Granted && seen.Act is not Act.Revoke);
            history[place] = history[place] with { Told = history[place].Told == Told.Done ? Told.WrongState : Told.LimitReached };
            found += Linearizability.FaultOf(history) is null ? 0 : 1;
        }

        Assert.InRange(found, 90, 100);
    }

    private static Observation Seen(
        long asked, long answered, Act act, Told told,
        string? grant = null, string item = "car-1", IssuedToken? token = null, string who = Anna) =>
        new(act, who, told)
        {
            Grant = grant,
            Item = act is Act.Redeem or Act.Begin ? item : null,
            Token = token,
            Asked = asked,
            LastAsked = asked,
            Answered = answered,
        };
}
