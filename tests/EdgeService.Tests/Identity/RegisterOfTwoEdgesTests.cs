using System.Diagnostics;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Perks.Admin.V1;
using Xunit.Abstractions;

namespace EdgeService.Tests.Identity;

/// <summary>Two edges that share a register in PostgreSQL.</summary>
public sealed class RegisterOfTwoEdgesTests(ITestOutputHelper output)
{
    private static readonly TimeSpan InForce = TimeSpan.FromSeconds(1);

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task What_one_edge_says_is_in_force_at_the_other_within_a_second_and_survives_the_servers_death()
    {
        await using var cluster = await PostgresCluster.StartAsync(syncsDisk: false);
        await cluster.CreateDatabaseAsync("ledger");
        string[] settings = ["--Edge:Ledger:Store=postgres", $"--Edge:Ledger:Postgres:Connection={cluster.Connection("ledger")}", "--Edge:Ledger:Postgres:Owner=postgres"];
        await using var first = await RegisteredEdge.StartAsync(settings);
        await using var second = await RegisteredEdge.StartAsync(settings);
        await cluster.Primary.UntilAsync("both edges write", () => Task.FromResult(Usable(first) && Usable(second)));
        var (here, there) = (first.Host.As("bike-dock"), second.Host.As("bike-dock"));
        Assert.Equal(("", ""), (await RegisteredEdge.CallAsync(here), await RegisteredEdge.CallAsync(there)));

        var delays = new List<TimeSpan>();
        for (var round = 0; round < 3; round++)
        {
            await first.SuspendAsync();
            Assert.Equal("IDENTITY_SUSPENDED", await RegisteredEdge.CallAsync(here));
            delays.Add(await InForceAsync(there, "IDENTITY_SUSPENDED"));
            await second.ResumeAsync();
            Assert.Equal("", await RegisteredEdge.CallAsync(there));
            delays.Add(await InForceAsync(here, ""));
        }

        output.WriteLine($"in force at the other edge after {string.Join(", ", delays.Select(delay => $"{delay.TotalMilliseconds:0} ms"))}");
        Assert.True(delays.Order().ElementAt(delays.Count / 2) <= InForce, $"median of {string.Join(", ", delays)}");

        await first.SuspendAsync("citylib:main-library:kiosk-1");
        var kiosk = second.Host.As("library-kiosk");
        await RegisteredEdge.UntilAsync(kiosk, "IDENTITY_SUSPENDED");
        await cluster.Primary.KillAsync();
        Assert.Equal(("", "IDENTITY_SUSPENDED"), (await RegisteredEdge.CallAsync(there), await RegisteredEdge.CallAsync(kiosk)));
        Assert.Equal(StatusCode.Unavailable, (await TerminalStandingTests.FaultAsync(() => first.SuspendAsync())).Code);
        await cluster.FailOverAsync();
        var rejoined = cluster.Standbys[0];
        await cluster.RejoinAsync(rejoined);
        await cluster.Primary.UntilAsync("both edges write again", () => Task.FromResult(Usable(first) && Usable(second)));
        await first.SuspendAsync();
        await RegisteredEdge.UntilAsync(there, "IDENTITY_SUSPENDED");
        Assert.Equal(TerminalState.Suspended, (await second.ShowAsync("citylib:main-library:kiosk-1")).State);
    }

    private static bool Usable(RegisteredEdge edge) => edge.Host.Service<EdgeService.Ledger.ILedger>().Health.Usable;

    private static async Task<TimeSpan> InForceAsync(Grpc.Net.Client.GrpcChannel terminal, string expected)
    {
        var started = Stopwatch.GetTimestamp();
        await RegisteredEdge.UntilAsync(terminal, expected);
        return Stopwatch.GetElapsedTime(started);
    }
}
