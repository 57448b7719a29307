using System.Collections.Concurrent;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;
using EdgeService.Tests.Hosting;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>What every store of the ledger must hold to. A store derives from it and says how it is opened, on the same data each time.</summary>
public abstract partial class LedgerSuite : IAsyncLifetime
{
    private static readonly MemberKey Anna = Member(1);
    private static readonly MemberKey Bo = Member(2);

    protected ILedger Ledger { get; set; } = null!;

    protected SetClock Clock { get; } = new(Noon);

    public async Task InitializeAsync() => Ledger = await OpenAsync();

    public async Task DisposeAsync()
    {
        await Ledger.DisposeAsync();
        await RemoveAsync();
    }

    protected abstract Task<ILedger> OpenAsync();

    protected abstract Task RemoveAsync();

    [StoreFact]
    public async Task Redeeming_one_token_64_times_at_once_succeeds_once()
    {
        var replies = await AtOnceAsync(64, i => Ledger.ReplyAsync(Anna, i, Redeem(7)));

        Assert.Equal(["AlreadyRedeemed 1", "Granted 1"], replies.Distinct().Order());
        Assert.Single(replies, "Granted 1");
        Assert.Single((await Ledger.ReadAsync(Anna, default)).Grants);
        Assert.Single(await Ledger.ReadEntriesAsync(Anna, 1, default));
    }

    [StoreFact]
    public async Task One_bike_at_a_time_holds_under_64_begins_at_once()
    {
        var replies = await AtOnceAsync(64, i => Ledger.ReplyAsync(Anna, i, new Begin(Bike($"bike-{i}"), Dock)));

        Assert.Single(replies, "Granted 1");
        Assert.Equal(63, replies.Count(reply => reply == "LimitReached"));
    }

    [StoreFact]
    public async Task One_item_goes_to_one_of_64_members_at_once()
    {
        var replies = await AtOnceAsync(64, i => Ledger.ReplyAsync(Member(i + 1), i, new Begin(Bike("bike-1"), Dock)));

        Assert.Single(replies, "Granted 1");
        Assert.Equal(63, replies.Count(reply => reply == "ItemTaken  bike-1"));
    }

    [StoreFact]
    public async Task Places_of_revoked_tokens_are_kept_until_the_tokens_are_over()
    {
        var (one, two) = (new RevokedPlace(new(ulong.MaxValue - 1), 5, Noon.AddMinutes(5)), new RevokedPlace(new(1), uint.MaxValue >> 10, Noon.AddMinutes(9)));
        foreach (var (place, number) in new[] { (one, 1), (two, 2), (one, 3) })
        {
            var call = Call(Anna, Request(number), Redeem((UInt128)number));
            await Ledger.AppendAsync(call with { Decide = _ => LedgerVerdict.Unchanged([1]) with { Revoked = place } }, default);
        }

        Assert.Equal([two, one], (await Ledger.ReadRevokedPlacesAsync(Noon, default)).OrderBy(place => place.Signer.Value));
        Assert.Equal([two], await Ledger.ReadRevokedPlacesAsync(Noon.AddMinutes(5), default));
    }

    [StoreFact]
    public async Task Repeated_request_gets_the_first_answer_without_deciding()
    {
        var first = (LedgerAnswer.Kept)await Ledger.AppendAsync(Call(Anna, Request(1), Redeem(7)), default);
        var repeat = Call(Anna, Request(1), Redeem(8)) with { Decide = _ => throw new InvalidOperationException("decided twice") };

        var again = (LedgerAnswer.Kept)await Ledger.AppendAsync(repeat, default);
        var recalled = (LedgerAnswer.Kept)(await Ledger.RecallAsync(Request(1), default))!;

        Assert.Equal((false, true, true), (first.Repeated, again.Repeated, recalled.Repeated));
        Assert.Equal(first.Reply, again.Reply);
        Assert.Equal(first.Reply, recalled.Reply);
        Assert.Null(await Ledger.RecallAsync(Request(2), default));
    }

    [StoreFact]
    public async Task One_request_64_times_at_once_is_kept_once_and_answered_alike()
    {
        var answers = new ConcurrentBag<LedgerAnswer.Kept>();
        await AtOnceAsync(64, async _ =>
        {
            answers.Add((LedgerAnswer.Kept)await Ledger.AppendAsync(Call(Anna, Request(1), Redeem(7)), default));
            return "";
        });

        Assert.Single(answers, answer => !answer.Repeated);
        Assert.Single(answers.Select(answer => Convert.ToHexString(answer.Reply)).Distinct());
    }

    [StoreFact]
    public async Task Other_body_under_the_same_request_is_a_conflict_and_changes_nothing()
    {
        await Ledger.ReplyAsync(Anna, 1, Redeem(7));

        Assert.Equal("Conflict", await Ledger.ReplyAsync(Call(Anna, Request(1, "other"), Redeem(8))));
        Assert.Equal("Granted 2", await Ledger.ReplyAsync(Call(Anna, Request(1, "other", "BeginGrant"), Redeem(8))));
        Assert.IsType<LedgerAnswer.Conflict>(await Ledger.RecallAsync(Request(1, "other"), default));
    }

    [StoreFact]
    public async Task Refusals_are_kept_for_repetition_too()
    {
        await Ledger.ReplyAsync(Anna, 1, Redeem(7));
        var refused = await Ledger.ReplyAsync(Anna, 2, Redeem(7));
        await Ledger.ReplyAsync(Anna, 3, new Cancel(1, "citybike", Dock, "jammed"));

        Assert.Equal((refused, "AlreadyRedeemed 1"), (await Ledger.ReplyAsync(Anna, 2, Redeem(7)), refused));
    }

    [StoreFact]
    public async Task Item_is_found_while_out_and_free_when_back()
    {
        var item = new ItemRef("citybike", "bike-1");
        await Ledger.ReplyAsync(Anna, 1, new Begin(Bike("bike-1"), Dock));
        var opening = await Ledger.FindHolderAsync(item, default);
        await Ledger.ReplyAsync(Anna, 2, new ConfirmHandover(1, "citybike", null, Dock));
        var active = await Ledger.FindHolderAsync(item, default);
        await Ledger.ReplyAsync(Anna, 3, new Return(1, "citybike", ["bike-1"], null, Dock));

        Assert.Equal(new ItemHolder(Anna, 1, Noon.AddSeconds(120)), opening);
        Assert.Equal(new ItemHolder(Anna, 1, null), active);
        Assert.Null(await Ledger.FindHolderAsync(item, default));
        Assert.Null(await Ledger.FindHolderAsync(new ItemRef("other", "bike-1"), default));
        Assert.Equal("Granted 1", await Ledger.ReplyAsync(Bo, 4, new Begin(Bike("bike-1"), Dock)));
    }

    [StoreFact]
    public async Task Lapsed_hold_is_taken_over_and_its_late_handover_refused()
    {
        await Ledger.ReplyAsync(Anna, 1, new Begin(Bike("bike-1"), Dock));
        var taken = await Ledger.ReplyAsync(Bo, 2, new Begin(Bike("bike-1"), Dock), Noon.AddSeconds(121));

        var late = await Ledger.ReplyAsync(Anna, 3, new ConfirmHandover(1, "citybike", Noon.AddSeconds(30), Dock), Noon.AddSeconds(125));

        Assert.Equal(("Granted 1", "ItemTaken 1 bike-1"), (taken, late));
        Assert.Equal(Bo, (await Ledger.FindHolderAsync(new ItemRef("citybike", "bike-1"), default))!.Value.Member);
    }

    [StoreFact]
    public async Task What_is_lost_keeps_nobody_from_it_and_its_loser_is_known_until_another_has_it()
    {
        var item = new ItemRef("citybike", "bike-1");
        await Ledger.ReplyAsync(Anna, 1, new Begin(Bike("bike-1"), Dock));
        await Ledger.ReplyAsync(Anna, 2, new ConfirmHandover(1, "citybike", null, Dock));
        await Ledger.ReplyAsync(Anna, 3, new ReportLost(1, "citybike", null, Actor.Member, "gone"), Noon.AddSeconds(60));
        var lost = await Ledger.FindHolderAsync(item, default);
        var taken = await Ledger.ReplyAsync(Bo, 4, new Begin(Bike("bike-1"), Dock), Noon.AddSeconds(90));
        var returned = await Ledger.ReplyAsync(Anna, 5, new Return(1, "citybike", [], null, Dock), Noon.AddSeconds(95));

        Assert.Equal((new ItemHolder(Anna, 1, ItemHold.Lost), false), (lost, lost!.Value.HoldsAt(Noon.AddHours(-1))));
        Assert.Equal(("Granted 1", "Returned 1"), (taken, returned));
        Assert.Equal(Bo, (await Ledger.FindHolderAsync(item, default))!.Value.Member);
    }

    [StoreFact]
    public async Task What_was_lost_and_came_back_is_held_by_nobody()
    {
        await Ledger.ReplyAsync(Anna, 1, new Begin(Bike("bike-1"), Dock));
        await Ledger.ReplyAsync(Anna, 2, new ConfirmHandover(1, "citybike", null, Dock));
        await Ledger.ReplyAsync(Anna, 3, new ReportLost(1, "citybike", null, Actor.Member, "gone"));

        Assert.Equal("Returned 1", await Ledger.ReplyAsync(Anna, 4, new Return(1, "citybike", ["bike-1"], null, Dock)));
        Assert.Null(await Ledger.FindHolderAsync(new ItemRef("citybike", "bike-1"), default));
    }

    [StoreFact]
    public async Task Failing_call_fails_alone()
    {
        var replies = await AtOnceAsync(64, async i =>
        {
            var call = Call(Member(i + 1), Request(i), Redeem((UInt128)(i + 1)));
            var broken = i % 8 == 0 ? call with { Decide = scene => i % 16 == 0 ? throw new TimeoutException() : call.Decide(scene) with { Next = MemberRecord.Empty } } : call;
            try
            {
                return await Ledger.ReplyAsync(broken);
            }
            catch (Exception fault) when (fault is TimeoutException or InvalidOperationException)
            {
                return fault.GetType().Name;
            }
        });

        Assert.Equal((56, 4, 4), (replies.Count(r => r == "Granted 1"), replies.Count(r => r == "TimeoutException"), replies.Count(r => r == "InvalidOperationException")));
        Assert.Equal("Granted 1", await Ledger.ReplyAsync(Member(1), 0, Redeem(1)));
    }

    [StoreFact]
    public async Task View_shows_what_counts_and_lets_go_of_what_does_not()
    {
        await Ledger.ReplyAsync(Anna, 1, Redeem(7));
        Assert.Equal(new Usage(1, 1, 1, 1, false), Seen(Noon));
        Assert.Equal(Usage.None, Seen(Noon.AddSeconds(120)));

        Clock.Now = Noon.AddDays(2);
        await Ledger.ReplyAsync(Bo, 2, Redeem(8));
        Assert.True(Ledger.TryView(Anna, out var record));
        Assert.Same(MemberRecord.Empty, record);
        Assert.Equal(1, (await Ledger.ReadAsync(Anna, default)).Version);

        Usage Seen(DateTimeOffset now) => Ledger.TryView(Anna, out var record) ? record.UsageOf(1, "citybike", TimeSpan.FromDays(1), null, now) : default;
    }

    [StoreFact]
    public async Task All_is_as_it_was_after_opening_again()
    {
        await Ledger.ReplyAsync(Anna, 1, new Begin(Bike("bike-1"), Dock));
        await Ledger.ReplyAsync(Anna, 2, new ConfirmHandover(1, "citybike", null, Dock));
        await Ledger.ReplyAsync(Bo, 3, new RevokeToken(new TokenId(9), Noon.AddHours(1), Actor.Member, "no"));
        await Ledger.DisposeAsync();
        Assert.Equal(LedgerFault.Closed, Ledger.Health.Fault);

        Ledger = await OpenAsync();

        Assert.True(Ledger.Health.Usable);
        Assert.True(Ledger.TryView(Anna, out var record));
        Assert.Equal(1, record.UsageOf(1, "citybike", null, null, Noon).Active);
        Assert.Equal("HandedOver 1", await Ledger.ReplyAsync(Anna, 2, new ConfirmHandover(1, "citybike", null, Dock)));
        Assert.Equal("AlreadyRevoked", await Ledger.ReplyAsync(Bo, 4, Redeem(9)));
        Assert.Equal("ItemTaken  bike-1", await Ledger.ReplyAsync(Bo, 5, new Begin(Bike("bike-1"), Dock)));
        Assert.Equal([EntryKind.Granted, EntryKind.HandedOver], (await Ledger.ReadEntriesAsync(Anna, 1, default)).Select(entry => entry.Kind));
    }

    [StoreFact]
    public async Task Clock_that_jumps_back_an_hour_redeems_nothing_twice_and_forgets_nothing()
    {
        await Ledger.ReplyAsync(Anna, 1, Redeem(7));
        var back = Noon.AddHours(-1);
        Clock.Now = back;

        Assert.Equal("AlreadyRedeemed 1", await Ledger.ReplyAsync(Anna, 2, Redeem(7), back));
        Assert.Equal("Granted 1", await Ledger.ReplyAsync(Anna, 1, Redeem(7), back));
        Assert.Equal("Granted 1", await Ledger.ReplyAsync(Bo, 3, Redeem(8), back));
        Assert.True(Ledger.TryView(Anna, out var record));
        Assert.Single(record.Grants);
        Assert.Equal([1, 2], await ListAsync(new GrantFilter { Now = back }));
    }

    [StoreFact]
    public async Task Closed_ledger_says_so()
    {
        await Ledger.DisposeAsync();

        var fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => Ledger.ReplyAsync(Anna, 1, Redeem(7)));
        Assert.Equal(LedgerFault.Closed, fault.Fault);
    }

    /// <summary>Sets every clock that the store goes by.</summary>
    protected virtual Task SetTimeAsync(DateTimeOffset now)
    {
        Clock.Now = now;
        return Task.CompletedTask;
    }

    protected static async Task<string[]> AtOnceAsync(int count, Func<int, Task<string>> call)
    {
        using var start = new Barrier(Math.Min(count, 8));
        var each = Enumerable.Range(0, start.ParticipantCount).Select(lane => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return Enumerable.Range(0, count).Where(i => i % start.ParticipantCount == lane).Select(call).ToArray();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default));
        return await Task.WhenAll((await Task.WhenAll(each)).SelectMany(calls => calls));
    }
}
