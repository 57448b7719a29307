using EdgeService.TestNeeds;
using Xunit.Abstractions;

namespace EdgeService.Tests.Proof;

/// <summary>Two edges on one PostgreSQL whose primary is lost under load, again and again.</summary>
public sealed class FailoverTests(ITestOutputHelper output)
{
    private readonly int _seed = ProofLength.Seed;

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Nothing_acknowledged_is_lost_or_done_twice_when_the_primary_is_lost()
    {
        Blow[] blows = [Blow.KilledWithoutStandby, Blow.CutOff, Blow.Killed];
        await using var trial = await BreakablePostgres.StartAsync(_seed, waitsForStandby: true, blows);
        var report = await RunAsync(trial, ProofLength.Of(1, 24));
        Assert.Empty(report.Faults);
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Answers_of_two_edges_can_be_put_in_one_order_for_each_member()
    {
        await using var trial = await BreakablePostgres.StartAsync(_seed, waitsForStandby: true);
        var report = await RunAsync(trial, ProofLength.Of(1, 200), breaks: false);
        Assert.Empty(report.Faults);
    }

    [FactNeeds(FactNeedsAttribute.PostgreSql)]
    public async Task Standby_that_commits_do_not_wait_for_is_found_out()
    {
        await using var trial = await BreakablePostgres.StartAsync(_seed, waitsForStandby: false, Blow.KilledWithoutStandby);
        var report = await RunAsync(trial, 3);
        Assert.NotEmpty(report.Faults);
    }

    private async Task<ProofReport> RunAsync(IBreakable trial, int rounds, bool breaks = true)
    {
        var report = await new ProofRun(trial, _seed).RunAsync(rounds, breaks);
        output.WriteLine(report.ToString());
        foreach (var fault in report.Faults.Take(20))
            output.WriteLine(fault);
        return report;
    }
}
