using EdgeService.TestNeeds;

namespace EdgeService.Tests.Hosting;

/// <summary>The servers of tests do what tests rely on.</summary>
public sealed class PostgresClusterTests
{
    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task What_was_committed_is_there_after_the_primary_was_killed_and_its_standby_took_over()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await cluster.Primary.RunAsync("CREATE TABLE kept (number int); INSERT INTO kept VALUES (7)");
        var first = cluster.Primary;

        await first.KillAsync();
        await cluster.FailOverAsync();
        Assert.Equal(7, await cluster.Primary.AskAsync<int>("SELECT number FROM kept"));

        await cluster.RejoinAsync(first);
        await cluster.Primary.RunAsync("INSERT INTO kept VALUES (8)");
        cluster.Primary.Freeze();
        await cluster.FailOverAsync();
        Assert.Same(first, cluster.Primary);
        Assert.Equal(15L, await cluster.Primary.AskAsync<long>("SELECT sum(number) FROM kept"));
    }
}
