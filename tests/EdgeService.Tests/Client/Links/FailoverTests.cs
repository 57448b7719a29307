using EdgeService.Client;
using EdgeService.Ledger;
using EdgeService.Tests.Flow;
using EdgeService.Tests.Hosting;
using EdgeService.Tests.Interop;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Perks.Edge.V1;

namespace EdgeService.Tests.Client.Links;

/// <summary>Several edges, of which one is killed, stopped, restarted or not well: a call goes on to another, once.</summary>
public sealed class FailoverTests
{
    private const string Charger = "charger.deposit-free";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly RetryOptions Quick = new() { InitialBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromMilliseconds(10) };

    [Fact]
    public async Task Calls_go_to_the_second_edge_while_the_first_is_gone_and_back_when_it_is_there()
    {
        await using var first = await RestartableEdge.StartAsync();
        await using var second = await EdgeHost.StartAsync();
        await using var channel = Open(first.Address, second.Doors.Plaintext!);
        var terminal = new TerminalClient(channel);
        var token = (await terminal.IssueAsync(Terminal.Ask("demo-chen", Charger))).Token.Text;
        Assert.Equal(RedeemOutcome.Redeemed, (await terminal.RedeemAsync(token)).Outcome);
        Assert.Equal(TokenVerdict.AlreadyRedeemed, (await terminal.VerifyAsync(token)).Verdict);
        await first.StopAsync();
        // The other edge has a ledger of its own here, so its word on the token tells which of them answered.
        Assert.Equal(TokenVerdict.Valid, (await terminal.VerifyAsync(token)).Verdict);
        Assert.Equal(EdgeReach.Ready, channel.Reach);
        await first.StartAgainAsync();
        var limit = TimeProvider.System.GetUtcNow() + Patience;
        while ((await terminal.VerifyAsync(token)).Verdict != TokenVerdict.AlreadyRedeemed)
            Assert.True(TimeProvider.System.GetUtcNow() < limit, "nobody went back to the first edge");
    }

    [Fact]
    public async Task Write_carries_one_request_id_from_edge_to_edge()
    {
        await using var first = await FakeEdge.StartAsync();
        await using var second = await FakeEdge.StartAsync();
        first.Grants.OnBegin = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "going down"));
        second.Grants.OnBegin = (_, _) => new BeginGrantResponse { Outcome = GrantOutcome.Granted };
        await using var channel = Open(first.Address, second.Address);
        var reply = await new TerminalClient(channel).BeginAsync(new Inquiry());
        Assert.Equal(GrantOutcome.Granted, reply.Outcome);
        Assert.Equal(Assert.Single(first.Grants.Begins).RequestId, Assert.Single(second.Grants.Begins).RequestId);
    }

    [Fact]
    public async Task Attempts_are_bounded_and_end_with_the_last_fault_when_nobody_answers()
    {
        await using var first = await FakeEdge.StartAsync();
        await using var second = await FakeEdge.StartAsync();
        first.Eligibility.OnCheck = second.Eligibility.OnCheck = (_, _) => throw new RpcException(new Status(StatusCode.Unavailable, "not now"));
        await using var channel = Open(first.Address, second.Address);
        var failure = await Assert.ThrowsAsync<EdgeFaultException>(() => new TerminalClient(channel).CheckAsync(new Inquiry()));
        Assert.Equal((StatusCode.Unavailable, 4), (failure.Fault.Status, first.Eligibility.Checks.Count + second.Eligibility.Checks.Count));
    }

    [Fact]
    public async Task Edge_that_is_stopped_in_the_middle_of_a_call_leaves_another_the_time_to_answer()
    {
        using var home = new TemporaryFolder();
        MadeHome.CopyTo(home);
        var port = RestartableEdge.FreePort();
        await using var first = await ServiceProcess.StartAsync(home.Path, new ServiceStart { Settings = [$"--Edge:Doors:PlaintextPort={port}"] });
        await using var second = await EdgeHost.StartAsync();
        await using var channel = Open(new Uri($"http://localhost:{port}"), second.Doors.Plaintext!, TimeSpan.FromSeconds(6));
        var terminal = new TerminalClient(channel);
        Assert.Equal(Outcome.Eligible, (await terminal.CheckAsync(Terminal.Ask("demo-chen", Charger))).Outcome);
        first.Pause();
        Assert.Equal(Outcome.Eligible, (await terminal.CheckAsync(Terminal.Ask("demo-chen", Charger))).Outcome);
        Assert.Equal(EdgeReach.Ready, channel.Reach);
        first.Resume();
        await first.KillAsync();
        for (var call = 0; call < 20; call++)
            Assert.Equal(Outcome.Eligible, (await terminal.CheckAsync(Terminal.Ask("demo-chen", Charger))).Outcome);
    }

    [Fact]
    public async Task Edge_whose_ledger_is_away_is_passed_over_for_grants()
    {
        await using var first = await EdgeHost.StartAsync(CutLedger.InFrontOf, null);
        await using var second = await EdgeHost.StartAsync();
        ((CutLedger)first.Service<ILedger>()).Cut = LedgerCut.Gone;
        await using var channel = Open(first.Doors.Plaintext!, second.Doors.Plaintext!);
        var terminal = new TerminalClient(channel);
        var limit = TimeProvider.System.GetUtcNow() + Patience;
        while (true)
        {
            var begun = await terminal.BeginAsync(Terminal.Ask("demo-chen", Charger, $"charger-{Guid.NewGuid():n}"));
            if (begun.Outcome == GrantOutcome.Granted)
                break;
            Assert.True(TimeProvider.System.GetUtcNow() < limit, begun.ToString());
        }
    }

    [Fact]
    public async Task Reach_says_what_is_wrong_and_tells_when_it_changes()
    {
        await using var edge = await RestartableEdge.StartAsync(CutLedger.InFrontOf);
        await using var channel = Open(edge.Address);
        var seen = System.Threading.Channels.Channel.CreateUnbounded<EdgeReach>();
        channel.ReachChanged += (_, _) => seen.Writer.TryWrite(channel.Reach);
        channel.Watch();
        await WaitForAsync(EdgeReach.Ready);
        ((CutLedger)edge.Services.GetRequiredService<ILedger>()).Cut = LedgerCut.Gone;
        await WaitForAsync(EdgeReach.LedgerAway);
        await edge.StopAsync();
        await WaitForAsync(EdgeReach.OutOfReach);
        Assert.NotEqual("", channel.ReachDetail);
        await edge.StartAgainAsync();
        await WaitForAsync(EdgeReach.Ready);

        async Task WaitForAsync(EdgeReach expected)
        {
            while (await seen.Reader.ReadAsync().AsTask().WaitAsync(Patience) != expected)
            {
                // What lies between.
            }
        }
    }

    [Fact]
    public void Streams_and_methods_that_are_not_of_the_contracts_are_not_repeated()
    {
        Assert.True(RetryPolicies.IsSafe("perks.edge.v1.TokenService", "RedeemToken"));
        Assert.False(RetryPolicies.IsSafe("perks.edge.v1.TokenService", "WatchTokenStatus"));
        Assert.False(RetryPolicies.IsSafe("perks.edge.v1.GrantService", "ReportOfflineClaims"));
        Assert.False(RetryPolicies.IsSafe("example.Bank", "Pay"));
    }

    private static EdgeChannel Open(Uri first, Uri? second = null, TimeSpan? deadline = null) => EdgeChannel.Open(new EdgeConnection
    {
        Address = first,
        Others = second is null ? [] : [second],
        DevelopmentTerminal = Terminal.Dock,
        Deadline = deadline ?? TimeSpan.FromSeconds(30),
        Retry = Quick,
        ProbeEvery = TimeSpan.FromMilliseconds(200),
    });
}
