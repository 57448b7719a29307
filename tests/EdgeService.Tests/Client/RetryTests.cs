using EdgeService.Client;
using Grpc.Core;
using Perks.Edge.V1;

namespace EdgeService.Tests.Client;

public class RetryTests
{
    private static readonly RpcException Unavailable = new(new Status(StatusCode.Unavailable, "not now"));

    [Fact]
    public async Task Read_unavailable_twice_is_answered_at_the_third_attempt()
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Eligibility.OnCheck = (attempt, request) => attempt < 3 ? throw Unavailable : FakeEligibility.Eligible(request.Inquiry.PerkId);
        using var channel = edge.Open();

        var decision = await new TerminalClient(channel).CheckAsync(new Inquiry { PerkId = "bike.deposit-free" });

        Assert.Equal(Outcome.Eligible, decision.Outcome);
        Assert.Equal(3, edge.Eligibility.Checks.Count);
    }

    [Fact]
    public async Task Write_carries_one_request_id_through_all_attempts()
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Grants.OnBegin = (attempt, _) => attempt < 4 ? throw Unavailable : new BeginGrantResponse { Outcome = GrantOutcome.Granted };
        using var channel = edge.Open();

        var reply = await new TerminalClient(channel).BeginAsync(new Inquiry());

        Assert.Equal(GrantOutcome.Granted, reply.Outcome);
        Assert.Equal(4, edge.Grants.Begins.Count);
        var id = Assert.Single(edge.Grants.Begins.Select(request => request.RequestId).Distinct());
        Assert.True(Guid.TryParse(id, out _));
    }

    [Fact]
    public async Task Attempts_end_at_the_maximum_with_the_last_fault()
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Eligibility.OnCheck = (_, _) => throw Unavailable;
        using var channel = edge.Open();

        var failure = await Assert.ThrowsAsync<EdgeFaultException>(() => new TerminalClient(channel).CheckAsync(new Inquiry()));

        Assert.Equal(StatusCode.Unavailable, failure.Fault.Status);
        Assert.Equal(4, edge.Eligibility.Checks.Count);
    }

    [Theory]
    [InlineData(StatusCode.InvalidArgument)]
    [InlineData(StatusCode.FailedPrecondition)]
    [InlineData(StatusCode.ResourceExhausted)]
    [InlineData(StatusCode.Internal)]
    public async Task Other_statuses_are_not_repeated(StatusCode status)
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Eligibility.OnCheck = (_, _) => throw new RpcException(new Status(status, "no"));
        using var channel = edge.Open();

        await Assert.ThrowsAsync<EdgeFaultException>(() => new TerminalClient(channel).CheckAsync(new Inquiry()));

        Assert.Single(edge.Eligibility.Checks);
    }

    [Fact]
    public async Task Deadline_covers_all_attempts()
    {
        await using var edge = await FakeEdge.StartAsync();
        edge.Eligibility.OnCheck = (_, _) => throw Unavailable;
        var slow = new RetryOptions { MaxAttempts = 5, InitialBackoff = TimeSpan.FromHours(1), MaxBackoff = TimeSpan.FromHours(1) };
        using var channel = EdgeChannel.Open(new EdgeConnection { Address = edge.Address, Retry = slow, Deadline = TimeSpan.FromMilliseconds(300) });

        var failure = await Assert.ThrowsAsync<EdgeFaultException>(() => new TerminalClient(channel).CheckAsync(new Inquiry()));

        Assert.Equal(StatusCode.DeadlineExceeded, failure.Fault.Status);
    }
}
