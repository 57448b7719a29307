using EdgeService.Core.Grants;
using EdgeService.Core.Perks;
using EdgeService.Core.Tokens;
using EdgeService.Ledger;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>What is let go of when its time is over.</summary>
public abstract partial class LedgerSuite
{
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
    public async Task Who_lost_a_thing_is_remembered_as_long_as_the_grant_and_who_let_a_hold_lapse_as_long_as_retention()
    {
        await SetTimeAsync(Noon);
        await Ledger.ReplyAsync(Anna, 1, new Begin(Bike("bike-1") with { NeedsHandover = false }, Dock));
        await Ledger.ReplyAsync(Anna, 2, new ReportLost(1, "citybike", null, Actor.Member, "gone"));
        await Ledger.ReplyAsync(Bo, 3, new Begin(Bike("bike-2"), Dock));
        await SetTimeAsync(Noon.AddDays(100));
        await Ledger.ReplyAsync(Member(3), 4, new Begin(Bike("bike-3"), Dock), Clock.Now);

        await Ledger.EraseAsync(TimeSpan.FromDays(101), 10, default);
        Assert.Equal((Anna, Bo), ((await HolderAsync("bike-1"))!.Value.Member, (await HolderAsync("bike-2"))!.Value.Member));
        await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default);
        Assert.Equal((null, null), (await HolderAsync("bike-1"), await HolderAsync("bike-2")));

        Task<ItemHolder?> HolderAsync(string item) => Ledger.FindHolderAsync(new ItemRef("citybike", item), default);
    }

    [StoreFact]
    public async Task Grants_that_nobody_touched_again_are_erased_when_time_alone_has_ended_them()
    {
        await SetTimeAsync(Noon);
        await Ledger.ReplyAsync(Anna, 1, new Begin(Bike("bike-1"), Dock));
        await SetTimeAsync(Noon.AddDays(100));
        await Ledger.ReplyAsync(Bo, 2, new Begin(Bike("bike-2"), Dock), Clock.Now);

        Assert.Equal(0, await Ledger.EraseAsync(TimeSpan.FromDays(101), 10, default));
        Assert.Equal(1, await Ledger.EraseAsync(TimeSpan.FromDays(50), 10, default));
        Assert.Empty(await Ledger.ReadEntriesAsync(Anna, 1, default));
        Assert.Empty((await Ledger.ReadAsync(Anna, default)).Grants);
        Assert.Equal(
            [new GrantTotal(202611, "citybike", "central-park", "bike.deposit-free", GrantState.Lapsed, 1, 1)], await Ledger.ReadTotalsAsync(default));
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
}
