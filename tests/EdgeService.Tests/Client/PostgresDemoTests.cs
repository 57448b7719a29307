using EdgeService.TestNeeds;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using Perks.Edge.V1;

namespace EdgeService.Tests.Client;

/// <summary>The same stories on PostgreSQL, and two edges on one ledger.</summary>
public sealed class PostgresDemoTests
{
    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Stories_are_the_same_on_postgresql_and_a_request_is_answered_once_at_whichever_edge()
    {
        await using var cluster = await PostgresCluster.StartAsync(syncsDisk: false);
        await cluster.CreateDatabaseAsync("ledger");
        await using var one = await EdgeAsync(cluster, 1);
        await using var other = await EdgeAsync(cluster, 2);
        foreach (var edge in new[] { one, other })
            await ExpectDemoAsync(edge);

        var (here, there) = (new Terminal(one, Terminal.Dock), new Terminal(other, Terminal.Dock));
        var id = Terminal.NewId();
        var first = await here.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-shared"), id);
        Assert.Equal(GrantOutcome.Granted, first.Outcome);
        Assert.Equal(first, await there.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-shared"), id));
        Assert.Equal(RefusalCode.LimitHere, (await there.BeginAsync(Terminal.Ask("demo-alice", "bike.deposit-free", "bike-other"))).Decision.RefusalCode);
        Assert.Equal(Custody.Active, (await there.ConfirmAsync(first.Grant.GrantId)).Custody);
        Assert.Equal(Custody.Returned, (await here.ReturnAsync("bike-shared")).Custody);
    }

    private static Task<EdgeHost> EdgeAsync(PostgresCluster cluster, int number) => EdgeHost.StartAsync(
        "--Edge:Ledger:Store=postgres",
        $"--Edge:Ledger:Postgres:Connection={cluster.Connection("ledger")}",
        $"--Edge:Ledger:Postgres:Owner={PostgresPrograms.Superuser}",
        $"--Edge:Signing:EdgeNumber={number}");

    private static async Task ExpectDemoAsync(EdgeHost edge)
    {
        var run = await CommandRun.OfAsync(edge.Home, "demo", "--ledger", "postgres", "--json", "--home", edge.Home, "--address", edge.Doors.Tls.ToString());
        var unexpected = run.Json["stories"]?.AsArray().SelectMany(story => story!["steps"]!.AsArray()).Where(step => !(bool)step!["asExpected"]!)
            .Select(step => $"{step!["text"]}: {step["got"]}, not {step["expected"]}");
        Assert.Empty(unexpected ?? [run.Output]);
        Assert.Equal(0, run.ExitCode);
    }
}
