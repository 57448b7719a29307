using EdgeService.Core.Eligibility;
using EdgeService.Core.Grants;

namespace EdgeService.Core.Tests.Grants;

public sealed class CustodyTests
{
    private static DateTimeOffset Noon => Sample.Noon;

    [Fact]
    public void Begin_with_handover_opens_and_counts()
    {
        var record = Sample.WithBike("bike-1");

        Assert.Equal(GrantState.Opening, record.Find(1)!.State);
        Assert.Equal(new Usage(1, 1, 1, 1, false), record.UsageOf(Sample.Bike, "citybike", TimeSpan.FromDays(1), null, Noon));
        Assert.Equal(new Usage(1, 0, 1, 0, false), record.UsageOf(Sample.Bike, "other", TimeSpan.FromDays(1), null, Noon));
        Assert.Equal(Usage.None, record.UsageOf(perkCode: 9, "citybike", TimeSpan.FromDays(1), null, Noon));
    }

    [Fact]
    public void Begin_without_handover_is_active_at_once()
    {
        var record = Sample.After(MemberRecord.Empty, new Begin(Sample.VisitTerms, Sample.Dock), Noon);

        Assert.Equal(GrantState.Active, record.Find(1)!.State);
        Assert.Equal(Noon, record.Find(1)!.ActiveAt);
    }

    [Theory]
    [InlineData(119_999, GrantState.Opening, 1)]
    [InlineData(120_000, GrantState.Lapsed, 0)]
    public void Opening_lapses_after_120_seconds_and_costs_nothing(int milliseconds, GrantState state, int active)
    {
        var (record, now) = (Sample.WithBike("bike-1"), Noon.AddMilliseconds(milliseconds));

        Assert.Equal(state, record.Find(1)!.StateAt(now));
        Assert.Equal(new Usage(active, active, active, active, false), record.UsageOf(Sample.Bike, "citybike", TimeSpan.FromDays(1), null, now));
    }

    [Fact]
    public void Lapse_is_recorded_at_its_own_time_with_the_next_change()
    {
        var step = Custody.Apply(new LedgerScene(Sample.WithBike("bike-1")), new Begin(Sample.BikeTerms("bike-2"), Sample.Dock), Noon.AddHours(1));

        Assert.Equal([EntryKind.Lapsed, EntryKind.Granted], step.Entries.Select(entry => entry.Kind));
        Assert.Equal((Noon.AddSeconds(120), Noon.AddHours(1)), (step.Entries[0].Transition.At, step.Entries[0].RecordedAt));
        Assert.Equal(Actor.Clock, step.Entries[0].Transition.Actor);
        Assert.Equal(2, step.Next!.Version);
        Assert.All(step.Entries, entry => Assert.Equal(2, entry.Version));
    }

    [Fact]
    public void Refusal_changes_nothing_though_time_has_lapsed_a_grant()
    {
        var step = Custody.Apply(new LedgerScene(Sample.WithBike("bike-1")), new Cancel(1, "citybike", Sample.Dock, "jammed"), Noon.AddHours(1));

        Assert.Equal((null, GrantResult.WrongState, GrantState.Lapsed), (step.Next, step.Outcome.Result, step.Outcome.Grant!.State));
        Assert.Empty(step.Entries);
    }

    [Theory] // seconds after the grant: asked at, own time; what comes of it, and active since
    [InlineData(20, null, GrantResult.HandedOver, 20)]
    [InlineData(20, 15, GrantResult.HandedOver, 15)]
    [InlineData(20, -30, GrantResult.HandedOver, 0)]
    [InlineData(20, -31, GrantResult.TimeOutOfBounds, null)]
    [InlineData(20, 50, GrantResult.HandedOver, 20)]
    [InlineData(20, 51, GrantResult.TimeOutOfBounds, null)]
    [InlineData(120, null, GrantResult.WrongState, null)]
    [InlineData(3600, null, GrantResult.WrongState, null)]
    [InlineData(3600, 119, GrantResult.HandedOver, 119)]
    [InlineData(3600, 120, GrantResult.TimeOutOfBounds, null)]
    public void Handover_takes_effect_at_its_own_time(int now, int? own, GrantResult result, int? active)
    {
        var command = new ConfirmHandover(1, "citybike", own is { } seconds ? Noon.AddSeconds(seconds) : null, Sample.Dock);

        var step = Custody.Apply(new LedgerScene(Sample.WithBike("bike-1")), command, Noon.AddSeconds(now));

        Assert.Equal(result, step.Outcome.Result);
        Assert.Equal(active is { } at ? Noon.AddSeconds(at) : null, step.Outcome.Grant!.ActiveAt);
    }

    [Fact]
    public void Late_handover_of_what_another_holds_by_now_is_refused()
    {
        var command = new ConfirmHandover(1, "citybike", Noon.AddSeconds(30), Sample.Dock);

        var step = Custody.Apply(Sample.Held(Sample.WithBike("bike-1"), "bike-1", null), command, Noon.AddHours(1));

        Assert.Equal((GrantResult.ItemTaken, "bike-1"), (step.Outcome.Result, step.Outcome.Item));
    }

    [Theory]
    [InlineData(0, GrantResult.ItemTaken)]
    [InlineData(119, GrantResult.ItemTaken)]
    [InlineData(120, GrantResult.Granted)]
    public void Begin_of_a_held_item_is_refused_until_the_hold_ends(int seconds, GrantResult result)
    {
        var scene = Sample.Held(MemberRecord.Empty, "bike-1", Noon.AddSeconds(120));

        var step = Custody.Apply(scene, new Begin(Sample.BikeTerms("bike-1"), Sample.Dock), Noon.AddSeconds(seconds));

        Assert.Equal(result, step.Outcome.Result);
    }

    [Theory]
    [InlineData(1, GrantResult.TooManyItems)]
    [InlineData(19, GrantResult.TooManyItems)]
    [InlineData(20, GrantResult.Granted)]
    [InlineData(21, GrantResult.Granted)]
    public void Every_item_costs_a_unit(int units, GrantResult result)
    {
        var terms = Sample.BikeTerms([.. Enumerable.Range(0, 20).Select(i => $"bike-{i}")]) with { Units = units };
        var scene = new LedgerScene(MemberRecord.Empty);

        Assert.Equal(result, Custody.Apply(scene, new Begin(terms, Sample.Dock), Noon).Outcome.Result);
        Assert.Equal(result, Custody.Apply(scene, Sample.Redeem(1, terms), Noon).Outcome.Result);
    }

    [Fact]
    public void Return_in_parts_ends_with_the_last_one()
    {
        var part = Custody.Apply(new LedgerScene(Sample.WithBikeOut("a", "b")), new Return(1, "citybike", ["b"], null, Sample.Dock), Noon.AddHours(1));
        var rest = Custody.Apply(new LedgerScene(part.Next!), new Return(1, "citybike", [], null, Sample.Dock), Noon.AddHours(2));

        Assert.Equal((GrantState.Active, 1), (part.Outcome.Grant!.State, part.Outcome.Grant.OpenUnits));
        Assert.Equal(["a"], part.Outcome.Grant.OpenItems);
        Assert.Equal((GrantState.Returned, 0), (rest.Outcome.Grant!.State, rest.Outcome.Grant.OpenUnits));
        Assert.Equal(Noon.AddHours(2), rest.Outcome.Grant.EndedAt);
    }

    [Fact]
    public void Return_of_an_item_that_is_not_out_names_it()
    {
        var step = Custody.Apply(new LedgerScene(Sample.WithBikeOut("a")), new Return(1, "citybike", ["z"], null, Sample.Dock), Noon.AddHours(1));

        Assert.Equal((GrantResult.ItemNotOut, "z"), (step.Outcome.Result, step.Outcome.Item));
    }

    [Fact]
    public void Grants_of_another_partner_are_as_if_they_were_not()
    {
        var scene = new LedgerScene(Sample.WithBikeOut("a"));

        Assert.Equal(GrantResult.NoSuchGrant, Custody.Apply(scene, new Return(1, "railway", [], null, Sample.Dock), Noon.AddHours(1)).Outcome.Result);
        Assert.Equal(GrantResult.NoSuchGrant, Custody.Apply(scene, new Return(2, "citybike", [], null, Sample.Dock), Noon.AddHours(1)).Outcome.Result);
        Assert.Equal(GrantResult.Returned, Custody.Apply(scene, new Return(1, null, [], null, Actor.Operator("desk")), Noon.AddHours(1)).Outcome.Result);
    }

    [Fact]
    public void Cancel_is_for_what_was_not_handed_over()
    {
        Assert.Equal(GrantResult.Cancelled, Cancel(Sample.WithBike("a"), "citybike"));
        Assert.Equal(GrantResult.WrongState, Cancel(Sample.WithBikeOut("a"), "citybike"));
        Assert.Equal(GrantResult.Cancelled, Cancel(Sample.After(MemberRecord.Empty, new Begin(Sample.VisitTerms, Sample.Dock), Noon), "railway"));

        static GrantResult Cancel(MemberRecord record, string partner) =>
            Custody.Apply(new LedgerScene(record), new Cancel(1, partner, Sample.Dock, "jammed"), Noon.AddSeconds(30)).Outcome.Result;
    }

    [Theory]
    [InlineData(0, GrantResult.Cancelled, false)]
    [InlineData(119, GrantResult.Cancelled, false)]
    [InlineData(120, GrantResult.WrongState, true)]
    [InlineData(7200, GrantResult.WrongState, true)]
    public void Visit_is_called_off_only_while_nobody_has_entered(int seconds, GrantResult result, bool journeyUsed)
    {
        var record = Sample.After(MemberRecord.Empty, new Begin(Sample.VisitTerms, Sample.Dock), Noon);
        var step = Custody.Apply(new LedgerScene(record), new Cancel(1, "railway", Sample.Dock, "mistake"), Noon.AddSeconds(seconds));

        var usage = (step.Next ?? record).UsageOf(2, "railway", TimeSpan.FromDays(1), new JourneyDigest(7), Noon.AddHours(4));

        Assert.Equal((result, journeyUsed), (step.Outcome.Result, usage.JourneyUsed));
    }

    [Fact]
    public void Credit_of_months_ago_is_not_called_off()
    {
        var credit = Sample.VisitTerms with { SelfCloseAfter = null, Journey = null };
        var scene = new LedgerScene(Sample.After(MemberRecord.Empty, new Begin(credit, Sample.Dock), Noon));

        Assert.Equal(GrantResult.WrongState, Custody.Apply(scene, new Cancel(1, "railway", Sample.Dock, "mistake"), Noon.AddDays(90)).Outcome.Result);
    }

    [Fact]
    public void Visit_closes_itself_and_still_counts_for_its_period_and_journey()
    {
        var record = Sample.After(MemberRecord.Empty, new Begin(Sample.VisitTerms, Sample.Dock), Noon);

        var usage = record.UsageOf(2, "railway", TimeSpan.FromDays(1), new JourneyDigest(7), Noon.AddHours(3));

        Assert.Equal(new Usage(0, 0, 1, 1, true), usage);
        Assert.Equal(Noon.AddDays(32), record.CountsUntil);
        Assert.False(record.UsageOf(2, "railway", TimeSpan.FromDays(1), new JourneyDigest(8), Noon).JourneyUsed);
        Assert.Equal(0, record.UsageOf(2, "railway", TimeSpan.FromDays(1), null, Noon.AddDays(1)).InPeriod);
    }

    [Fact]
    public void Overdue_is_a_fact_of_time()
    {
        var grant = Sample.WithBikeOut("a").Find(1)!;

        Assert.Equal(Noon.AddSeconds(20).AddHours(4), grant.DueAt);
        Assert.False(grant.IsOverdueAt(grant.DueAt!.Value));
        Assert.True(grant.IsOverdueAt(grant.DueAt!.Value.AddMilliseconds(1)));
    }

    [Fact]
    public void Stored_times_lose_nothing_that_was_decided_on()
    {
        var step = Custody.Apply(new LedgerScene(MemberRecord.Empty), new Begin(Sample.BikeTerms("a"), Sample.Dock), Noon.AddTicks(12_345_678));

        Assert.Equal(Noon.AddMilliseconds(1234), step.Outcome.Grant!.OpenedAt);
    }
}
