using System.Collections.Concurrent;
using System.Text;
using EdgeService.Core.Eligibility;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Core.Perks;
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
    public async Task Grants_are_listed_by_every_filter_the_latest_first_and_page_by_page()
    {
        for (var i = 1; i <= 7; i++)
        {
            await Ledger.ReplyAsync(Member(i), i, new Begin(Bike($"bike-{i}") with { VenueId = i % 2 == 0 ? "harbour" : "central-park" }, Dock), Noon.AddSeconds(i));
        }

        await Ledger.ReplyAsync(Member(3), 8, new ConfirmHandover(1, "citybike", null, Dock), Noon.AddSeconds(10));
        await Ledger.ReplyAsync(Member(5), 9, new Cancel(1, "citybike", Dock, "jammed"), Noon.AddSeconds(10));
        var all = new GrantFilter { Now = Noon.AddSeconds(20) };

        Assert.Equal([7, 6, 5, 4, 3, 2, 1], await ListAsync(all));
        Assert.Equal([6, 4, 2], await ListAsync(all with { VenueId = "harbour" }));
        Assert.Equal([3], await ListAsync(all with { States = [GrantState.Active] }));
        Assert.Equal([5, 3], await ListAsync(all with { States = [GrantState.Active, GrantState.Cancelled] }));
        Assert.Equal([7, 6, 4, 2, 1], await ListAsync(all with { States = [GrantState.Opening] }));
        Assert.Equal([7, 6, 4, 2, 1], await ListAsync(all with { Now = Noon.AddMinutes(3), States = [GrantState.Lapsed] }));
        Assert.Equal([2], await ListAsync(all with { Member = Bo, PartnerId = "citybike", PerkId = "bike.deposit-free" }));
        Assert.Equal([4, 3], await ListAsync(all with { OpenedFrom = Noon.AddSeconds(3), OpenedBefore = Noon.AddSeconds(5) }));
        Assert.Empty(await ListAsync(all with { PartnerId = "other'; DROP TABLE grants; --" }));
        Assert.Empty(await ListAsync(all with { CameSecond = true }));
    }

    [StoreFact]
    public async Task Overdue_grants_are_listed_the_longest_overdue_first()
    {
        foreach (var (i, hours) in new[] { (1, 3), (2, 1), (3, 2), (4, 30) })
        {
            await Ledger.ReplyAsync(Member(i), i, new Begin(Bike($"bike-{i}") with { NeedsHandover = false, DueAfter = TimeSpan.FromHours(hours) }, Dock));
        }

        await Ledger.ReplyAsync(Member(3), 5, new Return(1, "citybike", ["bike-3"], null, Dock), Noon.AddMinutes(1));

        Assert.Equal([2, 1], await ListAsync(new GrantFilter { Now = Noon.AddHours(4), Overdue = true }));
        Assert.Empty(await ListAsync(new GrantFilter { Now = Noon.AddHours(1), Overdue = true }));
    }

    [StoreFact]
    public async Task Entries_are_exported_in_order_and_resumed_without_loss_or_repetition()
    {
        for (var i = 1; i <= 10; i++)
        {
            await Ledger.ReplyAsync(Member(i), i, Redeem((UInt128)i));
        }

        var (kinds, at) = (new List<(MemberKey, EntryKind)>(), default(EntryCursor));
        for (var more = true; more;)
        {
            var page = await Ledger.ExportEntriesAsync(at, 3, default);
            kinds.AddRange(page.Entries.Select(one => (one.Member, one.Entry.Kind)));
            Assert.True(EntryCursor.TryParse(page.Next.ToString(), out at));
            more = page.More;
        }

        Assert.Equal(Enumerable.Range(1, 10).Select(i => (Member(i), EntryKind.Granted)), kinds);
        await Ledger.ReplyAsync(Anna, 11, new Cancel(1, "citybike", Dock, "jammed"));
        var after = await Ledger.ExportEntriesAsync(at, 3, default);
        Assert.Equal((EntryKind.Cancelled, false), (Assert.Single(after.Entries).Entry.Kind, after.More));
        Assert.Empty((await Ledger.ExportEntriesAsync(after.Next, 3, default)).Entries);
    }

    [StoreFact]
    public async Task Position_of_a_journal_is_kept_with_its_claim_and_never_set_back()
    {
        await ClaimAsync(1, 5);
        await ClaimAsync(2, 3);

        Assert.Equal(5, await Ledger.ReadClaimPositionAsync("dock-1", default));
        Assert.Equal(0, await Ledger.ReadClaimPositionAsync("dock-2", default));

        Task<string> ClaimAsync(int request, long position) => Ledger.ReplyAsync(
            Call(Anna, Request(request), Redeem((UInt128)request)) with { Claim = new ClaimMark("dock-1", position) });
    }

    [StoreFact]
    public async Task Grants_past_their_retention_are_erased_to_the_last_entry_and_counted()
    {
        await SetTimeAsync(Noon);
        await Ledger.ReplyAsync(Anna, 1, Redeem(7));
        await Ledger.ReplyAsync(Anna, 2, new Cancel(1, "citybike", Dock, "jammed"));
        await Ledger.ReplyAsync(Bo, 3, new Begin(Bike("bike-1") with { NeedsHandover = false }, Dock));
        var late = Noon.AddDays(100);
        await SetTimeAsync(late);
        await Ledger.ReplyAsync(Anna, 4, new Begin(Bike("bike-2"), Dock), late);

        Assert.Equal(0, await Ledger.EraseAsync(TimeSpan.FromDays(101), 10, default));
        var erased = await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default);

        Assert.Equal((1, 0), (erased, await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default)));
        Assert.Empty(await Ledger.ReadEntriesAsync(Anna, 1, default));
        Assert.Single(await Ledger.ReadEntriesAsync(Anna, 2, default));
        Assert.Single(await Ledger.ReadEntriesAsync(Bo, 1, default));
        Assert.Equal([1, 2], await ListAsync(new GrantFilter { Now = late }));
        Assert.Equal(
            [new GrantTotal(202611, "citybike", "central-park", "bike.deposit-free", GrantState.Cancelled, 1, 1)], await Ledger.ReadTotalsAsync(default));
    }

    [StoreFact]
    public async Task Grants_of_members_who_never_came_back_are_erased_too_but_not_what_is_owed()
    {
        await SetTimeAsync(Noon);
        await Ledger.ReplyAsync(Anna, 1, new Begin(Bike("bike-1") with { NeedsHandover = false }, Dock));
        await Ledger.ReplyAsync(Anna, 2, new Return(1, "citybike", [], null, Dock));
        await Ledger.ReplyAsync(Bo, 3, new Begin(Bike("bike-2") with { NeedsHandover = false }, Dock));
        await Ledger.ReplyAsync(Bo, 4, new AddCharge(1, "citybike", "scratch", new Money(500, "CNY"), Dock, "scratched"));
        await Ledger.ReplyAsync(Bo, 5, new Return(1, "citybike", [], null, Dock));
        await SetTimeAsync(Noon.AddDays(100));

        Assert.Equal(1, await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default));
        Assert.Empty((await Ledger.ReadAsync(Anna, default)).Grants);
        Assert.Equal([2], await ListAsync(new GrantFilter { Now = Clock.Now }));
        Assert.Equal("Granted 2", await Ledger.ReplyAsync(Anna, 6, new Begin(Bike("bike-3"), Dock), Clock.Now));
    }

    [StoreFact]
    public async Task Revocations_are_erased_when_their_tokens_have_long_ended()
    {
        await SetTimeAsync(Noon);
        await Ledger.ReplyAsync(Anna, 1, new RevokeToken(new TokenId(7), Noon.AddHours(1), Actor.Member, "lost"));
        await SetTimeAsync(Noon.AddDays(35));
        await Ledger.ReplyAsync(Anna, 2, new RevokeToken(new TokenId(8), Clock.Now.AddHours(1), Actor.Member, "lost"), Clock.Now);
        await Ledger.ReplyAsync(Bo, 3, Redeem(9) with { Expires = Clock.Now.AddHours(1) }, Clock.Now);

        await SetTimeAsync(Noon.AddDays(58));
        Assert.Equal(0, await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default));
        await SetTimeAsync(Noon.AddDays(60));
        Assert.Equal((1, 0), (await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default), await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default)));
        var left = (await Ledger.ExportEntriesAsync(default, 10, default)).Entries.Select(one => one.Entry);
        Assert.Equal([(EntryKind.TokenRevoked, (TokenId?)new TokenId(8)), (EntryKind.Granted, new TokenId(9))], left.Select(entry => (entry.Kind, entry.Token)));
    }

    [StoreFact]
    public async Task Faulty_claim_is_kept_once_with_its_place_and_listed_page_by_page()
    {
        for (var i = 1; i <= 5; i++)
        {
            await KeepAsync(Faulty(i) with { PartnerId = i == 2 ? "citylib" : "citybike", Member = Anna, Token = new TokenId(3), At = Noon, RequestId = new Guid(i, 0, 0, new byte[8]) });
        }

        await KeepAsync(Faulty(3) with { RecordedAt = Noon.AddDays(1), Message = "another time" }, request: 99);

        Assert.Equal([1, 2, 3, 4, 5], await ListFaultyAsync(new FaultyClaimFilter()));
        Assert.Equal([2], await ListFaultyAsync(new FaultyClaimFilter { PartnerId = "citylib" }));
        Assert.Equal([1, 2, 3, 4, 5], await ListFaultyAsync(new FaultyClaimFilter { Terminal = "urn:dock-1", OpenOnly = true }));
        Assert.Empty(await ListFaultyAsync(new FaultyClaimFilter { Terminal = "urn:dock-2" }));
        var third = (await Ledger.ListFaultyClaimsAsync(new FaultyClaimFilter(), null, 10, default)).Claims[2];
        Assert.Equal(Faulty(3) with { Member = Anna, Token = new TokenId(3), At = Noon, RequestId = new Guid(3, 0, 0, new byte[8]), Items = third.Items }, third);
        Assert.Equal("bike-1 bike-2", string.Join(" ", third.Items));
        Assert.Equal(5, await Ledger.ReadClaimPositionAsync("urn:dock-1", default));
    }

    [StoreFact]
    public async Task Faulty_claim_is_decided_once_by_a_person_or_settled_since_and_then_erased()
    {
        await SetTimeAsync(Noon);
        await Task.WhenAll(KeepAsync(Faulty(1)), KeepAsync(Faulty(2)), KeepAsync(Faulty(3)));
        var dismissed = new FaultyClaimDecision(FaultyClaimResolution.Dismissed, Noon.AddMinutes(1), Actor.Operator("eva"), "nothing of it");
        Assert.Equal("Decided", await DecideAsync(1, dismissed, 10));
        Assert.Equal("Decided", await DecideAsync(1, dismissed, 10));
        Assert.Equal("DecidedBefore", await DecideAsync(1, dismissed with { Resolution = FaultyClaimResolution.Recorded }, 11));
        Assert.Equal("Unknown", await DecideAsync(77, dismissed, 12));
        await Ledger.ReplyAsync(Call(Anna, Request(13), Redeem(7)) with { Claim = new ClaimMark("urn:dock-1", 2) });

        var all = (await Ledger.ListFaultyClaimsAsync(new FaultyClaimFilter(), null, 10, default)).Claims;
        Assert.Equal([FaultyClaimResolution.Dismissed, FaultyClaimResolution.SettledSince, null], all.Select(claim => claim.Decision?.Resolution));
        Assert.Equal(dismissed, all[0].Decision);
        Assert.Equal([3], await ListFaultyAsync(new FaultyClaimFilter { OpenOnly = true }));
        await SetTimeAsync(Noon.AddDays(51));
        await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default);
        Assert.Equal([3], await ListFaultyAsync(new FaultyClaimFilter()));
    }

    [StoreFact]
    public async Task Faulty_claim_decided_at_once_by_eight_is_decided_by_one()
    {
        await KeepAsync(Faulty(1));
        var replies = await AtOnceAsync(8, i => DecideAsync(1, new FaultyClaimDecision(FaultyClaimResolution.Dismissed, Noon, Actor.Operator($"o{i}"), "no"), 20 + i));
        Assert.Single(replies, "Decided");
        Assert.Equal(7, replies.Count(reply => reply == "DecidedBefore"));
    }

    [StoreFact]
    public async Task Receipt_is_seen_between_its_neighbours_and_the_first_of_a_number_stays()
    {
        foreach (var (request, sequence) in new[] { (1, 10u), (2, 30u), (3, 20u) })
        {
            await SeeAsync(request, Receipt(sequence, sequence));
        }

        await SeeAsync(4, Receipt(20, 99));

        Assert.Equal(new ReceiptNeighbours(Receipt(20, 20), Receipt(10, 10), Receipt(30, 30)), await SeeAsync(5, Receipt(20, 77), keep: false));
        Assert.Equal(new ReceiptNeighbours(null, Receipt(30, 30), null), await SeeAsync(6, Receipt(31, 31), keep: false));
        Assert.Equal(default, await SeeAsync(7, Receipt(20, 20) with { Terminal = "dock-2" }, keep: false));

        static ReceiptSighting Receipt(uint sequence, uint digest) => new("dock-1", sequence, Noon.AddSeconds(sequence), digest);
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

    private static FaultyClaim Faulty(int number) => new()
    {
        Id = (UInt128)number,
        Terminal = "urn:dock-1",
        PartnerId = "citybike",
        Sequence = number,
        RecordedAt = Noon.AddSeconds(number),
        Act = JournalledAct.Comeback,
        Items = ["bike-1", "bike-2"],
        Fault = 9,
        Message = "no such grant",
    };

    private Task<string> KeepAsync(FaultyClaim claim, int? request = null) => Ledger.ReplyAsync(Call(default, Request(request ?? (int)claim.Id, method: "Keep"), Redeem(1)) with
    {
        Faulty = new FaultyClaimKey(claim.Id, claim.Terminal),
        Claim = new ClaimMark(claim.Terminal, claim.Sequence),
        Decide = scene => Verdict(FaultyClaims.Keep(scene.Faulty, claim)),
    });

    private Task<string> DecideAsync(int claim, FaultyClaimDecision decision, int request) => Ledger.ReplyAsync(Call(default, Request(request), Redeem(1)) with
    {
        Faulty = new FaultyClaimKey((UInt128)claim, null),
        Decide = scene => Verdict(FaultyClaims.Decide(scene.Faulty, decision)),
    });

    private static LedgerVerdict Verdict(FaultyClaimStep step) =>
        LedgerVerdict.Unchanged(Encoding.ASCII.GetBytes(step.Outcome.ToString())) with { Faulty = step.Changes ? step.Claim : null };

    private async Task<List<int>> ListFaultyAsync(FaultyClaimFilter filter)
    {
        var (numbers, after) = (new List<int>(), default(FaultyClaimCursor?));
        do
        {
            var page = await Ledger.ListFaultyClaimsAsync(filter, after, 2, default);
            numbers.AddRange(page.Claims.Select(claim => (int)claim.Sequence));
            after = page.Next;
        }
        while (after is not null);
        return numbers;
    }

    /// <summary>What a decision sees around a receipt, which it keeps or not.</summary>
    private async Task<ReceiptNeighbours> SeeAsync(int request, ReceiptSighting receipt, bool keep = true)
    {
        var seen = default(ReceiptNeighbours);
        await Ledger.ReplyAsync(Call(Anna, Request(request), Redeem(7)) with
        {
            Receipt = receipt,
            Decide = scene =>
            {
                seen = scene.Receipts;
                return LedgerVerdict.Unchanged([]) with { Seen = keep ? receipt : null };
            },
        });
        return seen;
    }

    /// <summary>The members of what is listed, by their numbers, two a page.</summary>
    private async Task<List<int>> ListAsync(GrantFilter filter)
    {
        var (numbers, after) = (new List<int>(), default(GrantCursor?));
        do
        {
            var page = await Ledger.ListGrantsAsync(filter, after, 2, default);
            Assert.True(page.Grants.Length == 2 || page.Next is null);
            numbers.AddRange(page.Grants.Select(one => Enumerable.Range(1, 64).First(i => Member(i) == one.Member)));
            after = page.Next;
        }
        while (after is not null);
        return numbers;
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
