using EdgeService.Ledger;
using EdgeService.Tests.Hosting;
using Perks.Edge.V1;

namespace EdgeService.Tests.Flow;

/// <summary>What checks answer while nothing can be kept.</summary>
public sealed class LedgerOutOfReachTests
{
    [Fact]
    public async Task Credit_is_for_the_desk_while_the_ledger_is_out_of_reach()
    {
        await using var host = await EdgeHost.StartAsync();
        var desk = new Terminal(host, "creditdesk:downtown:desk-1");
        var credit = Terminal.Ask("demo-erik", "credit.line");
        Assert.Equal(Outcome.Eligible, (await desk.CheckAsync(credit)).Outcome);

        File.Delete(Path.Combine(host.Home, "ledger", "ledger.db"));
        Assert.Equal(GrantOutcome.Referred, (await desk.BeginAsync(credit)).Outcome);
        Assert.False(host.Service<ILedger>().Health.Usable);

        var decision = await desk.CheckAsync(credit);
        Assert.Equal((Outcome.ReferToDesk, RefusalCode.Refer), (decision.Outcome, decision.RefusalCode));
        Assert.Null(decision.Benefit);
    }
}
