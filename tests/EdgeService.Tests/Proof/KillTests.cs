using EdgeService.TestNeeds;
using Xunit.Abstractions;

namespace EdgeService.Tests.Proof;

/// <summary>The real process, killed under load and started again on what it left.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Nothing_acknowledged_is_lost_or_done_twice_by_kill_9()
    {
        await using var trial = await BreakableSqlite.StartAsync();
        Assert.Empty(await ReportAsync(trial, ProofLength.Of(3, 200)));
    }

    [FactNeeds("gcc")]
    public async Task Nothing_acknowledged_is_lost_or_done_twice_by_a_power_cut()
    {
        await using var trial = await BreakableSqlite.StartAsync(cutsPower: true);
        Assert.Empty(await ReportAsync(trial, ProofLength.Of(2, 40)));
    }

    [FactNeeds("gcc")]
    public async Task Ledger_that_does_not_wait_for_the_disk_is_found_out_by_a_power_cut()
    {
        await using var trial = await BreakableSqlite.StartAsync(cutsPower: true, careless: true);
        Assert.NotEmpty(await ReportAsync(trial, 5));
    }

    private async Task<IReadOnlyList<string>> ReportAsync(IBreakable trial, int rounds)
    {
        var report = await new ProofRun(trial, ProofLength.Seed).RunAsync(rounds);
        output.WriteLine(report.ToString());
        foreach (var fault in report.Faults.Take(20))
            output.WriteLine(fault);
        return report.Faults;
    }
}
