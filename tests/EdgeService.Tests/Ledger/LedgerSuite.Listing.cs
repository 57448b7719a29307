using EdgeService.Core.Grants;
using EdgeService.Core.Members;
using EdgeService.Ledger;
using static EdgeService.Tests.Ledger.LedgerSample;

namespace EdgeService.Tests.Ledger;

/// <summary>Lists, exports and their pages.</summary>
public abstract partial class LedgerSuite
{
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
    public async Task Open_grants_are_counted_by_perk_from_memory_as_they_are_at_a_moment()
    {
        Assert.Equal(0, Ledger.CountOpen(Noon, 100)!.Records);
        foreach (var (i, hours) in new[] { (1, 3), (2, 1), (3, 2), (4, 30) })
            await Ledger.ReplyAsync(Member(i), i, new Begin(Bike($"bike-{i}") with { NeedsHandover = false, DueAfter = TimeSpan.FromHours(hours) }, Dock));
        await Ledger.ReplyAsync(Member(5), 5, new Begin(Bike("bike-5") with { PerkId = "umbrella.deposit-free" }, Dock));
        await Ledger.ReplyAsync(Member(3), 6, new Return(1, "citybike", ["bike-3"], null, Dock), Noon.AddMinutes(1));

        var now = Ledger.CountOpen(Noon.AddSeconds(90), 100)!;
        Assert.Equal((new OpenGrants(0, 3, 0, 0), new OpenGrants(1, 0, 0, 0)), (now.ByPerk["bike.deposit-free"], now.ByPerk["umbrella.deposit-free"]));
        var later = Ledger.CountOpen(Noon.AddHours(4), 100)!;
        Assert.Equal((new OpenGrants(0, 3, 2, 0), default), (later.ByPerk["bike.deposit-free"], later.ByPerk["umbrella.deposit-free"]));
        var some = Ledger.CountOpen(Noon.AddSeconds(90), 2)!;
        Assert.Equal((2, true), (some.Counted, some.Records >= 4));
        Assert.All(Ledger.Load.Waiting, waiting => Assert.InRange(waiting, 0, Ledger.Load.Room));
    }

    [StoreFact]
    public async Task Edges_of_a_shared_store_hear_of_each_other_and_one_alone_of_itself()
    {
        var (own, other) = (new EdgeSign(1, "1.0", Noon, 42, Noon.AddHours(-1), 3), new EdgeSign(2, "1.1", Noon, 41, Noon, 2));
        await Ledger.MeetEdgesAsync(other, default);
        await Ledger.MeetEdgesAsync(own with { SnapshotRevision = 40 }, default);
        var heard = await Ledger.MeetEdgesAsync(own, default);
        Assert.Equal(Ledger.IsShared ? [own, other] : [own], heard.Select(edge => edge.Sign));
        Assert.All(heard, edge => Assert.InRange(edge.Silence, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
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
}
