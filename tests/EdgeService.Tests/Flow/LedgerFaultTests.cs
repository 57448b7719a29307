using EdgeService.Ledger;
using EdgeService.TestNeeds;
using EdgeService.Tests.Hosting;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Perks.Admin.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

/// <summary>Faults of the store and of the clock while the service runs, seen from its doors.</summary>
public sealed class LedgerFaultTests
{
    private const string Bike = "bike.deposit-free";
    private readonly SetClock _clock = new(TimeProvider.System.GetUtcNow());

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Database_gone_for_a_minute_leaves_checks_and_the_offline_class_and_takes_all_in_afterwards()
    {
        await using var cluster = await PostgresCluster.StartAsync(syncsDisk: false);
        await cluster.CreateDatabaseAsync("ledger");
        await using var host = await EdgeHost.StartAsync(
            Clocked, null, "--Edge:Ledger:Store=Postgres", $"--Edge:Ledger:Postgres:Connection={cluster.Connection("ledger")}", "--Edge:Ledger:Postgres:Owner=postgres", "--Edge:Ledger:Postgres:CommitSeconds=1");
        var (dock, ledger) = (new Terminal(host, Terminal.Dock), host.Service<ILedger>());
        var before = await dock.BeginAsync(Terminal.Ask("demo-chen", Bike, "bike-1"));
        await dock.ConfirmAsync(before.Grant.GrantId);

        await cluster.Primary.KillAsync();
        var id = Terminal.NewId();
        await cluster.Primary.UntilAsync("the edge has seen it", async () => (await dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-2"), id)).Outcome == GrantOutcome.Provisional);
        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.Equal(Outcome.Eligible, (await dock.CheckAsync(Terminal.Ask("demo-bo", "umbrella.deposit-free"))).Outcome);
        Assert.Equal(GrantOutcome.Referred, (await new Terminal(host, Terminal.CreditDesk).BeginAsync(Terminal.Ask("demo-erik", "credit.line"))).Outcome);
        var back = await Assert.ThrowsAsync<RpcException>(() => dock.ReturnAsync("bike-1"));
        Assert.Equal((StatusCode.Unavailable, "LEDGER_UNAVAILABLE"), (back.StatusCode, back.Trailers.GetValue("perks-error-reason")));
        Assert.NotNull(back.Trailers.GetValue("perks-retry-delay-ms"));

        await cluster.Primary.StartAsync();
        await cluster.Primary.UntilAsync("the ledger is back", () => Task.FromResult(ledger.Health.Usable));
        var settled = await dock.Grants.GetGrantAsync(new Perks.Edge.V1.GetGrantRequest { RequestId = id }, dock.Options);
        Assert.Equal(ClaimOutcome.Settled, settled.Outcome);
        Assert.Equal(Custody.Returned, (await dock.ReturnAsync("bike-1")).Custody);
    }

    [Fact]
    public async Task Full_disk_is_answered_by_the_offline_class_and_what_is_there_can_still_be_read()
    {
        await using var host = await EdgeHost.StartAsync(builder => { Clocked(builder); Small(builder); }, null);
        var (kiosk, ledger, kept) = (new Terminal(host, Terminal.Kiosk), host.Service<ILedger>(), new List<string>());
        var outcome = GrantOutcome.Granted;
        for (var i = 0; i < 400 && outcome == GrantOutcome.Granted; i++)
        {
            var begun = await kiosk.BeginAsync(Terminal.Ask($"demo-alice", "library.cardless", $"book-{i}"));
            outcome = begun.Outcome;
            kept.AddRange(outcome == GrantOutcome.Granted ? [begun.Grant.GrantId] : []);
            if (outcome == GrantOutcome.Granted)
                await TryAsync(() => kiosk.ReturnAsync($"book-{i}"));
        }

        Assert.Equal((GrantOutcome.Provisional, LedgerFault.Full), (outcome, ledger.Health.Fault));
        var last = await kiosk.Grants.GetGrantAsync(new Perks.Edge.V1.GetGrantRequest { GrantId = kept[^1] }, kiosk.Options);
        Assert.Equal(kept[^1], last.Grant.GrantId);
        var listed = await new LedgerService.LedgerServiceClient(host.As("operator")).ListGrantsAsync(new ListGrantsRequest { PageSize = 200 });
        Assert.NotEmpty(listed.Grants);
    }

    [Fact]
    public async Task Clock_that_jumps_back_an_hour_grants_and_redeems_nothing_twice()
    {
        await using var host = await EdgeHost.StartAsync(Clocked, null);
        var dock = new Terminal(host, Terminal.Dock);
        var token = (await dock.IssueAsync(Terminal.Ask("demo-alice", Bike))).Token.Text;
        var id = Terminal.NewId();
        var first = await dock.RedeemAsync(token, id, request => request.ItemRefs.Add("bike-1"));
        Assert.Equal(RedeemOutcome.Redeemed, first.Outcome);

        _clock.Now -= TimeSpan.FromHours(1);
        Assert.Equal(first, await dock.RedeemAsync(token, id, request => request.ItemRefs.Add("bike-1")));
        Assert.NotEqual(RedeemOutcome.Redeemed, (await dock.RedeemAsync(token)).Outcome);
        Assert.Equal(GrantOutcome.Refused, (await dock.BeginAsync(Terminal.Ask("demo-alice", Bike, "bike-2"))).Outcome);
        Assert.Equal(GrantOutcome.ItemTaken, (await dock.BeginAsync(Terminal.Ask("demo-chen", Bike, "bike-1"))).Outcome);
        Assert.Equal(GrantOutcome.Granted, (await dock.BeginAsync(Terminal.Ask("demo-chen", Bike, "bike-3"))).Outcome);
    }

    private void Clocked(WebApplicationBuilder builder) => builder.Services.AddSingleton<TimeProvider>(_clock);

    /// <summary>The ledger on a disk that is soon full.</summary>
    private static void Small(WebApplicationBuilder builder) => builder.Services.Replace(ServiceDescriptor.Singleton(services =>
    {
        var options = services.GetRequiredService<IOptions<LedgerOptions>>().Value with { MostPages = 60 };
        var file = SqliteLedger.Open(options, services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILoggerFactory>().CreateLogger("ledger"));
        return new LedgerRoom.OpenedStore(file, file.Terminals);
    }));

    private static async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException full) when (full.StatusCode == StatusCode.Unavailable)
        {
            // The disk is full already.
        }
    }
}
