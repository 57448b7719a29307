using Xunit.Abstractions;

namespace EdgeService.Tests.Proof;

/// <summary>What clients are told at once could have been told one after the other.</summary>
public sealed class HistoryTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Answers_of_one_edge_can_be_put_in_one_order_for_each_member()
    {
        await using var edge = await HostedEdge.StartAsync();
        var report = await new ProofRun(edge, ProofLength.Seed).RunAsync(ProofLength.Of(5, 500), breaks: false);
        output.WriteLine(report.ToString());
        Assert.Empty(report.Faults);
    }

    [Fact]
    public async Task Ledger_that_forgets_now_and_then_is_found_out()
    {
        await using var edge = await HostedEdge.StartAsync(ForgetfulLedger.Around);
        var report = await new ProofRun(edge, ProofLength.Seed).RunAsync(5, breaks: false);
        output.WriteLine(report.ToString());
        Assert.Contains(report.Faults, fault => fault.StartsWith("no order explains", StringComparison.Ordinal));
    }
}
