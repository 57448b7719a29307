using System.Collections.Frozen;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Tests.Tokens;

public class KeyLifecycleTests
{
    private static readonly DateTimeOffset Now = TokenDesk.Now;
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly KeyScope Lounge = new(FrozenSet.Create<ushort>(7), FrozenSet.Create("railway:central-station"), Hour);
    private static readonly SigningTerms Prepared = new(SigningTerms.Never, SigningTerms.Never, KeyScope.Everything) { PublishedFrom = SigningTerms.Never };
    private static readonly SigningTerms Published = Prepared with { PublishedFrom = Now };
    private static readonly SigningTerms InUse = new(Now, Now.AddDays(90), KeyScope.Everything) { PublishedFrom = Now.AddHours(-1) };

    public static TheoryData<double, KeyStage> Stages => new()
    {
        { -1.1, KeyStage.Prepared },
        { -0.5, KeyStage.Published },
        { 0, KeyStage.InUse },
        { (90 * 24) - 0.1, KeyStage.InUse },
        { 90 * 24, KeyStage.Retired },
        { 91 * 24, KeyStage.Retired },
        { (91 * 24) + 0.01, KeyStage.Ended },
    };

    [Theory]
    [MemberData(nameof(Stages))]
    public void Stage_follows_from_the_terms_and_the_time(double hours, KeyStage stage) => Assert.Equal(stage, InUse.StageAt(Now.AddHours(hours)));

    [Fact]
    public void Prepared_key_is_on_no_list_until_it_is_published()
    {
        Assert.False(Prepared.IsListedAt(Now));
        var step = KeyLifecycle.Publish(Prepared, Now);
        Assert.True(step.Next!.IsListedAt(Now));
        Assert.False(step.Next.SignsAt(Now));
        Assert.Equal(KeyRefusal.PastThat, KeyLifecycle.Publish(step.Next, Now).Refusal);
    }

    [Theory]
    [InlineData(0, KeyRefusal.NotKnownEverywhere)]
    [InlineData(3600.9, KeyRefusal.NotKnownEverywhere)]
    [InlineData(3601, KeyRefusal.None)]
    public void Key_is_used_only_when_every_list_has_it(double seconds, KeyRefusal expected)
    {
        var step = KeyLifecycle.Use(Published, Now.AddSeconds(seconds), Hour, TimeSpan.FromDays(30));
        Assert.Equal(expected, step.Refusal);
        Assert.Equal(expected == KeyRefusal.None ? null : Now.AddSeconds(3601), step.Earliest);
        if (step.Next is { } next)
            Assert.Equal((Now.AddSeconds(3601), Now.AddSeconds(3601).AddDays(30)), (next.SignsFrom, next.SignsUntil));
    }

    [Fact]
    public void Key_that_nobody_knows_or_that_signs_already_is_not_used()
    {
        Assert.Equal(KeyRefusal.NotPublished, KeyLifecycle.Use(Prepared, Now, Hour, Hour).Refusal);
        Assert.Equal(KeyRefusal.PastThat, KeyLifecycle.Use(InUse, Now, Hour, Hour).Refusal);
    }

    [Fact]
    public void Key_is_retired_only_when_another_signs_all_that_it_signs()
    {
        var narrow = InUse with { Scope = Lounge };
        Assert.Equal(KeyRefusal.NothingElseSigns, KeyLifecycle.Retire(InUse, [], Now).Refusal);
        Assert.Equal(KeyRefusal.NothingElseSigns, KeyLifecycle.Retire(InUse, [narrow, Published], Now).Refusal);
        Assert.Equal(Now.AddSeconds(1), KeyLifecycle.Retire(narrow, [InUse], Now.AddMilliseconds(1)).Next!.SignsUntil);
        Assert.Equal(KeyRefusal.NotInUse, KeyLifecycle.Retire(Published, [InUse], Now).Refusal);
    }

    [Fact]
    public void Key_is_removed_only_when_no_token_needs_it()
    {
        Assert.NotNull(KeyLifecycle.Remove(Prepared, Now).Next);
        Assert.Equal(KeyRefusal.TokensAlive, KeyLifecycle.Remove(InUse, Now).Refusal);
        var retired = InUse with { SignsUntil = Now };
        Assert.Equal((KeyRefusal.TokensAlive, Now.AddDays(1).AddSeconds(30)), (KeyLifecycle.Remove(retired, Now).Refusal, KeyLifecycle.Remove(retired, Now).Earliest));
        Assert.NotNull(KeyLifecycle.Remove(retired, Now.AddDays(1).AddSeconds(30)).Next);
    }

    [Fact]
    public void Successor_of_a_compromised_key_signs_already_or_is_known_longest_and_may_sign_as_much()
    {
        var (narrow, young, old, signing) = (new KeyId(1), new KeyId(2), new KeyId(3), new KeyId(4));
        var others = new List<(KeyId, SigningTerms)>
        {
            (narrow, InUse with { Scope = Lounge }), (new(9), Prepared), (young, Published), (old, Published with { PublishedFrom = Now.AddHours(-2) }),
        };
        Assert.Equal(old, KeyLifecycle.SuccessorOf(InUse, others, Now));
        Assert.Equal(signing, KeyLifecycle.SuccessorOf(InUse, [.. others, (signing, InUse)], Now));
        Assert.Null(KeyLifecycle.SuccessorOf(InUse, [(narrow, InUse with { Scope = Lounge })], Now));
    }

    [Fact]
    public void Schedule_keeps_scopes_apart_and_leaves_what_was_prepared()
    {
        var soon = Now.AddDays(90).AddHours(-2);
        var tasks = KeySchedule.Due([(new(1), InUse), (new(2), InUse with { Scope = Lounge }), (new(3), Prepared)], soon, TimeSpan.FromDays(90), Hour);
        Assert.Equal(2, tasks.Make.Length);
        Assert.Contains(tasks.Make, terms => terms.Scope.IsSameAs(Lounge));
        Assert.All(tasks.Make, terms => Assert.Equal((soon, Now.AddDays(90)), (terms.PublishedFrom, terms.SignsFrom)));
        Assert.Empty(tasks.Remove);
        Assert.True(KeySchedule.Due([(new(1), InUse)], soon.AddSeconds(-1), TimeSpan.FromDays(90), Hour).IsEmpty);
    }

    [Fact]
    public void Schedule_ends_a_key_without_end_after_one_interval()
    {
        var endless = InUse with { SignsUntil = SigningTerms.Never };
        var tasks = KeySchedule.Due([(new(1), endless)], Now.AddDays(29).AddHours(23), TimeSpan.FromDays(30), Hour);
        Assert.Equal(Now.AddDays(30), Assert.Single(tasks.Make).SignsFrom);
        Assert.Equal(Now.AddDays(30), Assert.Single(tasks.Change).Terms.SignsUntil);
    }

    [Fact]
    public void Schedule_that_was_not_looked_at_for_long_makes_a_key_that_signs_at_once()
    {
        var late = Now.AddDays(400);
        var tasks = KeySchedule.Due([(new(1), InUse)], late, TimeSpan.FromDays(90), Hour);
        Assert.Equal(late, Assert.Single(tasks.Make).SignsFrom);
        Assert.Equal(new KeyId(1), Assert.Single(tasks.Remove));
    }
}
