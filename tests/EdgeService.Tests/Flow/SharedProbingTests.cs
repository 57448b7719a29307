using EdgeService.Catalog;
using EdgeService.Core.Members;
using EdgeService.Flow;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Operators;

namespace EdgeService.Tests.Flow;

/// <summary>The budget of perks where edges share a ledger: what they tell each other, and how far a partner gets who goes from one to another.</summary>
public sealed class SharedProbingTests
{
    private const int Budget = 2;
    private static readonly string[] Perks = ["hotel.discount", "housing.deposit-free", "travel.visa-support", "credit.line", "car-rental.deposit-free", "dating.badge"];

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Partner_that_goes_from_edge_to_edge_gets_one_question_more_for_each_of_them()
    {
        await using var cluster = await PostgresCluster.StartAsync(standbys: 0, syncsDisk: false);
        await cluster.CreateDatabaseAsync("ledger");
        await using var first = await EdgeAsync(cluster, 1);
        await using var second = await EdgeAsync(cluster, 2);
        foreach (var member in new[] { "demo-alice", "nobody-at-all" })
        {
            Assert.Equal("++-", await AskAsync(first, member, 0, 1, 2));
            Assert.Equal("+--++", await AskAsync(second, member, 2, 3, 4, 0, 1)); // It had to ask once to learn of the others.
            Assert.Equal("-+", await AskAsync(first, member, 2, 0)); // Asks no more, and so has not learned of the third.
        }

        Assert.Equal(2, await cluster.Primary.AskAsync<long>("SELECT count(*) FROM ledger.asked_perks WHERE cardinality(codes) = 3", "ledger"));
        await using (var restarted = await EdgeAsync(cluster, 3))
            Assert.Equal("+-", await AskAsync(restarted, "demo-alice", 3, 4));
        first.Clock.Now += TimeSpan.FromDays(1);
        Assert.Equal("++-", await AskAsync(first, "demo-alice", 3, 4, 0));
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Edges_that_are_cut_off_go_by_what_they_know_and_tell_it_afterwards()
    {
        await using var cluster = await PostgresCluster.StartAsync(standbys: 0, syncsDisk: false);
        await cluster.CreateDatabaseAsync("ledger");
        await using var first = await EdgeAsync(cluster, 1);
        await using var second = await EdgeAsync(cluster, 2);
        await cluster.Primary.KillAsync();
        Assert.Equal("++-", await AskAsync(first, "demo-alice", [0, 1, 2], isTold: false));
        Assert.Equal("+", await AskAsync(second, "demo-alice", [3], isTold: false));
        Assert.Equal((1, 1), (Telling(first).Waiting, Telling(second).Waiting));

        await cluster.Primary.StartAsync();
        await ToldAsync(first);
        await ToldAsync(second);
        Assert.Equal("+-+", await AskAsync(second, "demo-alice", 0, 4, 1)); // What the other was asked too, for that is known already.
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Ladder_of_two_edges_is_seen_and_what_was_asked_on_days_gone_by_goes()
    {
        await using var cluster = await PostgresCluster.StartAsync(standbys: 0, syncsDisk: false);
        await cluster.CreateDatabaseAsync("ledger");
        await using var first = await EdgeAsync(cluster, 1, perksPerDay: 8);
        await using var second = await EdgeAsync(cluster, 2, perksPerDay: 8);
        using var ladders = new CountedLadders(second.Host);
        await AskAsync(first, "demo-alice", 1, 0);
        Assert.Equal(0, ladders.Count);
        await AskAsync(second, "demo-alice", 2);
        Assert.Equal(1, ladders.Count);

        await cluster.Primary.RunAsync("INSERT INTO ledger.asked_perks SELECT 1, 'partner', n, '{1}' FROM generate_series(1, 5000) AS n", "ledger");
        await using var third = await EdgeAsync(cluster, 3);
        await cluster.Primary.UntilAsync("days gone by are forgotten", async () => await cluster.Primary.AskAsync<long>("SELECT count(*) FROM ledger.asked_perks", "ledger") == 1);
    }

    /// <summary>Whatever is told, lost on the way and learned in whatever order, edges agree in the end and let no more through than they say.</summary>
    [Fact]
    public void Whatever_the_order_of_telling_all_that_was_asked_is_known_in_the_end_and_the_bound_holds()
    {
        var shipped = new CurrentCatalog(new CatalogOptions { File = CatalogOptions.ShippedFile });
        shipped.Scan();
        var catalog = shipped.Catalog;
        var perks = catalog.Perks.Take(12).ToArray();
        for (var seed = 0; seed < 2_000; seed++)
        {
            var random = new Random(seed);
            var (edges, budget, inTurn) = (random.Next(1, 5), random.Next(1, 5), random.Next(2) == 0);
            var asked = Enumerable.Range(0, edges).Select(_ => new AskedPerks(1, "partner", new MemberKey(1), budget)).ToArray();
            var through = Enumerable.Range(0, edges).Select(_ => new HashSet<ushort>()).ToArray();
            var shared = new HashSet<ushort>();
            var news = new bool[edges];
            for (var step = 0; step < 60; step++)
            {
                var edge = random.Next(edges);
                var perk = perks[random.Next(perks.Length)];
                if (!asked[edge].Has(perk.Code) && asked[edge].Add(perk) is var further && further.Fits)
                {
                    Assert.Equal(!news[edge], further.IsNews);
                    (news[edge], _) = (true, through[edge].Add(perk.Code));
                }

                if (inTurn || random.Next(3) == 0)
                    Tell(edge);
            }

            for (var edge = 0; edge < edges; edge++)
                Tell(edge, surely: true);
            var all = through.SelectMany(codes => codes).ToHashSet();
            Assert.Equal(all.Order(), shared.Order());
            Assert.All(Enumerable.Range(0, edges), edge => Assert.All(through[edge], code => Assert.True(asked[edge].Has(code))));
            Assert.True(all.Count <= (inTurn ? budget + edges - 1 : budget * edges), $"seed {seed}: {all.Count} of {budget} at {edges} edges");

            void Tell(int edge, bool surely = false)
            {
                if (!news[edge])
                    return;
                var told = asked[edge].Untold();
                news[edge] = false;
                var arrived = surely || inTurn || random.Next(4) > 0;
                if (arrived)
                    shared.UnionWith(told.Codes);
                if (arrived && (surely || inTurn || random.Next(4) > 0))
                {
                    asked[edge].Learn([.. shared], catalog);
                    Assert.All(shared, code => Assert.True(asked[edge].Has(code)));
                }
                else
                {
                    Assert.True(asked[edge].Untell());
                    news[edge] = true;
                }
            }
        }
    }

    private static Task<OperatedEdge> EdgeAsync(PostgresCluster cluster, int number, int perksPerDay = Budget) => OperatedEdge.StartAsync(
        "--Edge:Ledger:Store=postgres",
        $"--Edge:Ledger:Postgres:Connection={cluster.Connection("ledger")}",
        $"--Edge:Ledger:Postgres:Owner={PostgresPrograms.Superuser}",
        "--Edge:Ledger:Postgres:SingleNode=true",
        $"--Edge:Signing:EdgeNumber={number}",
        $"--Edge:Probing:PerksPerDay={perksPerDay}");

    private static AskedTelling Telling(OperatedEdge edge) => edge.Host.Service<AskedTelling>();

    private static Task<string> AskAsync(OperatedEdge edge, string member, params int[] perks) => AskAsync(edge, member, perks, isTold: true);

    private static Task<string> AskAsync(OperatedEdge edge, string member, int[] perks, bool isTold) => new Terminal(edge.Host, Terminal.CreditDesk)
        .AskEachAsync(member, perks.Select(perk => Perks[perk]), () => isTold ? ToldAsync(edge) : Task.CompletedTask);

    private static async Task ToldAsync(OperatedEdge edge)
    {
        while (Telling(edge).Waiting > 0)
            await Task.Yield();
    }

    /// <summary>Counts the ladders that an edge's meter counts.</summary>
    private sealed class CountedLadders : IDisposable
    {
        private readonly System.Diagnostics.Metrics.MeterListener _listener = new();
        private int _count;

        public CountedLadders(EdgeHost host)
        {
            _listener.InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "edge.probing.ladders" && instrument.Meter.Scope == host.Service<System.Diagnostics.Metrics.IMeterFactory>())
                    listening.EnableMeasurementEvents(instrument);
            };
            _listener.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref _count));
            _listener.Start();
        }

        public int Count => Volatile.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
