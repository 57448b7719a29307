using EdgeService.Accesses;
using EdgeService.Snapshots;
using EdgeService.TestNeeds;
using Perks.Member.V1;
using Terminal = EdgeService.Tests.Flow.Terminal;

namespace EdgeService.Tests.Members;

/// <summary>Edges that share a ledger tell a member of all that was asked at any of them.</summary>
public sealed class SharedAccessTests
{
    private static readonly string[] Perks = ["bike.deposit-free", "umbrella.deposit-free"];

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Member_reads_at_one_edge_what_was_asked_at_all_of_them()
    {
        await using var pair = await EdgePair.StartAsync();
        var (here, there) = (pair.First, pair.Second);
        for (var i = 0; i < 9; i++)
        {
            await (i % 3 == 0 ? here : there).CheckAsync("demo-bo", Perks[i % 2]);
            if (i % 4 == 3)
                pair.Pass(TimeSpan.FromMinutes(1));
        }

        await pair.SharedAsync();
        foreach (var edge in new[] { here, there })
        {
            var whole = await edge.ListAsync("demo-bo");
            Assert.Equal((false, 9), (whole.ThisEdgeAlone, whole.Accesses.Sum(access => access.Count)));
            Assert.Equal(whole.Accesses.OrderByDescending(access => access.LastTime.ToDateTimeOffset()), whole.Accesses);
            foreach (var size in new[] { 1, 2, 3, 4, 8, 9 })
                Assert.Equal((5, 4), await CountOverPagesAsync(edge, size));
        }
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Who_leaves_is_forgotten_at_all_edges_and_what_came_later_stays()
    {
        await using var pair = await EdgePair.StartAsync();
        var (here, there) = (pair.First, pair.Second);
        await here.CheckAsync("demo-erik");
        await there.CheckAsync("demo-erik");
        await there.CheckAsync("demo-bo");
        await pair.SharedAsync();
        Assert.Equal(3, await pair.RowsAsync());
        await here.Edge.App.EraseMeAsync(new EraseMeRequest { RequestId = Terminal.NewId(), MemberRef = here.Edge.CodeOf("demo-erik"), Understood = true });
        Assert.Equal(1, await pair.RowsAsync());

        pair.Pass(TimeSpan.FromMinutes(2));
        var (key, log) = (there.KeyOf("demo-erik"), there.Edge.Host.Service<AccessLog>());
        log.Note(key, there.Edge.Clock.Now, new byte[64], isEnrolled: true);
        await pair.SharedAsync();
        there.Edge.Host.Service<CurrentSnapshot>().CountActsAnew();
        await there.Edge.Host.Service<EdgeService.Flow.ActFollowing>().CatchUpAsync(default);
        Assert.Equal(2, await pair.RowsAsync());
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task While_the_ledger_is_away_a_member_is_told_of_one_edge_and_of_all_when_it_is_back()
    {
        await using var pair = await EdgePair.StartAsync();
        await pair.First.CheckAsync("demo-bo");
        await pair.SharedAsync();
        await pair.Cluster.Primary.KillAsync();
        await pair.Second.CheckAsync("demo-bo");
        var alone = await pair.Second.ListAsync("demo-bo");
        Assert.True(alone.ThisEdgeAlone);
        Assert.Single(alone.Accesses);
        Assert.True(pair.Second.Edge.Host.Service<SharedAccesses>().WaitingBytes > 0);

        await pair.Cluster.Primary.StartAsync();
        await pair.SharedAsync();
        var all = await pair.First.ListAsync("demo-bo");
        Assert.Equal((false, 2), (all.ThisEdgeAlone, all.Accesses.Sum(access => access.Count)));
        Assert.Null(all.CompleteSinceTime);
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Ledger_that_hangs_keeps_no_member_waiting_for_long()
    {
        await using var pair = await EdgePair.StartAsync();
        await pair.First.CheckAsync("demo-bo");
        await pair.First.ListAsync("demo-bo");
        pair.Cluster.Primary.Freeze();
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        var alone = await pair.First.ListAsync("demo-bo");
        Assert.Equal((true, 1), (alone.ThisEdgeAlone, alone.Accesses.Count));
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(began) < TimeSpan.FromSeconds(1.5));
        pair.Cluster.Primary.Thaw();
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task What_found_no_room_is_told_at_other_edges_by_the_moment_from_which_nothing_is_missing()
    {
        await using var pair = await EdgePair.StartAsync("--Edge:Accesses:MostWaitingBytes=1048576");
        await pair.Cluster.Primary.KillAsync();
        var (log, shared) = (pair.Second.Edge.Host.Service<AccessLog>(), pair.Second.Edge.Host.Service<SharedAccesses>());
        for (var i = 0; i < 400; i++)
        {
            log.Note(pair.Second.KeyOf("demo-bo"), pair.Second.Edge.Clock.Now, new byte[5000], isEnrolled: true);
            await log.FlushAsync();
        }

        Assert.InRange(shared.WaitingBytes, 1_000_000, 1 << 20);
        await pair.Cluster.Primary.StartAsync();
        await pair.SharedAsync();
        await pair.Cluster.Primary.UntilAsync("it is told", async () => (await pair.First.ListAsync("demo-bo")).CompleteSinceTime is not null);
        Assert.Null((await pair.First.ListAsync("demo-bo", size: 200)).Accesses.FirstOrDefault()); // Those ids open to nothing.
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Edge_that_does_not_share_tells_of_itself_and_days_past_the_retention_go_whole()
    {
        await using var pair = await EdgePair.StartAsync();
        await using var own = new EdgeOfPair(await pair.StartEdgeAsync(3, "--Edge:Accesses:Shared=false"));
        await own.CheckAsync("demo-bo");
        var listed = await own.ListAsync("demo-bo");
        Assert.Equal((true, 1), (listed.ThisEdgeAlone, listed.Accesses.Count));
        Assert.Equal(0, await pair.RowsAsync());

        const string days = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'ledger.accesses'::regclass";
        await pair.Cluster.Primary.UntilAsync("there is room for three days", async () => await pair.Cluster.Primary.AskAsync<long>(days, "ledger") == 3);
        await pair.Cluster.Primary.RunAsync(
            """
            CREATE OR REPLACE FUNCTION ledger.server_time() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() + interval '89 days' $$;
            SELECT ledger.tend_accesses(90 * 86400000::bigint)
            """,
            "ledger");
        Assert.Equal(6, await pair.Cluster.Primary.AskAsync<long>(days, "ledger"));
        await pair.Cluster.Primary.RunAsync(
            """
            CREATE OR REPLACE FUNCTION ledger.server_time() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() + interval '94 days' $$;
            SELECT ledger.tend_accesses(90 * 86400000::bigint)
            """,
            "ledger");
        Assert.Equal(6, await pair.Cluster.Primary.AskAsync<long>(days, "ledger")); // Three went, and three came.
    }

    private static async Task<(int First, int Second)> CountOverPagesAsync(EdgeOfPair edge, int size)
    {
        var seen = new List<string>();
        var page = "";
        do
        {
            var reply = await edge.ListAsync("demo-bo", size, page);
            seen.AddRange(reply.Accesses.SelectMany(access => Enumerable.Repeat(access.PerkId, access.Count)));
            page = reply.NextPageToken;
        }
        while (page.Length > 0);
        return (seen.Count(perk => perk == Perks[0]), seen.Count(perk => perk == Perks[1]));
    }
}
