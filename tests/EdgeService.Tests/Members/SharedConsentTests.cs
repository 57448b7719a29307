using EdgeService.TestNeeds;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Members;

/// <summary>Edges that share a ledger share what members do.</summary>
public sealed class SharedConsentTests
{
    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Consent_withdrawn_at_one_edge_reaches_the_other_by_its_number()
    {
        await using var cluster = await PostgresCluster.StartAsync(syncsDisk: false);
        await cluster.CreateDatabaseAsync("ledger");
        await using var here = await EdgeAsync(cluster, 1);
        await using var there = await EdgeAsync(cluster, 2);
        for (var round = 0; round < 3; round++)
        {
            var withdrawn = await here.WithdrawAsync("demo-alice");
            Assert.Equal(Outcome.Ineligible, await OutcomeOnceThereAsync(there, withdrawn.InForce.MemberActsThrough));
            var given = await there.GiveAsync("demo-alice");
            Assert.Equal(Outcome.Eligible, await OutcomeOnceThereAsync(here, given.InForce.MemberActsThrough));
        }
    }

    private static Task<RightsEdge> EdgeAsync(PostgresCluster cluster, int number) => RightsEdge.StartAsync(
        "--Edge:Ledger:Store=postgres",
        $"--Edge:Ledger:Postgres:Connection={cluster.Connection("ledger")}",
        $"--Edge:Ledger:Postgres:Owner={PostgresPrograms.Superuser}",
        $"--Edge:Signing:EdgeNumber={number}");

    /// <summary>Asks until the edge has what is wanted of it, as a terminal would.</summary>
    private static async Task<Outcome> OutcomeOnceThereAsync(RightsEdge edge, long acts)
    {
        var request = new CheckEligibilityRequest
        {
            Inquiry = Terminal.Ask("demo-alice", "bike.deposit-free"),
            AtLeastAsFresh = new AtLeastAsFresh { MemberActsThrough = acts },
        };
        while (true)
        {
            try
            {
                return (await edge.Dock.Eligibility.CheckEligibilityAsync(request, edge.Dock.Options)).Decision.Outcome;
            }
            catch (RpcException notYet) when (notYet.Trailers.GetValue("perks-error-reason") == "BASIS_TOO_OLD")
            {
                await Task.Yield();
            }
        }
    }
}
