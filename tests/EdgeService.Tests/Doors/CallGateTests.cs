using System.Diagnostics;
using EdgeService.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Health.V1;

namespace EdgeService.Tests.Doors;

public sealed class CallGateTests
{
    private static readonly string TooLong = new('x', 64 * 1024);

    [Theory]
    [InlineData(null)]
    [InlineData(60)]
    public async Task Unary_call_without_a_short_deadline_ends_after_two_seconds(int? seconds)
    {
        await using var host = await TrialWork.HostAsync(WaitForeverAsync);
        var options = new CallOptions(deadline: seconds is { } allowed ? DateTime.UtcNow.AddSeconds(allowed) : null);
        var started = Stopwatch.GetTimestamp();
        var late = await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(host.As("bike-dock").CreateCallInvoker(), MethodType.Unary, "", options));
        Assert.Equal(StatusCode.DeadlineExceeded, late.StatusCode);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 1.9, 10);
    }

    [Fact]
    public async Task Shorter_deadline_of_the_caller_stands()
    {
        await using var host = await TrialWork.HostAsync((_, call) => Task.FromResult(new StringValue { Value = (call.Deadline - DateTime.UtcNow).TotalSeconds.ToString("0.0") }));
        var options = new CallOptions(deadline: DateTime.UtcNow.AddSeconds(1));
        var left = await TrialWork.CallAsync(host.As("bike-dock").CreateCallInvoker(), MethodType.Unary, "", options);
        Assert.InRange(double.Parse(left), 0, 1);
    }

    [Fact]
    public async Task Message_above_64_KB_is_refused_in_both_directions()
    {
        await using var host = await TrialWork.HostAsync((request, _) => Task.FromResult(new StringValue { Value = request.Value == "large" ? TooLong : "small" }));
        var invoker = host.As("bike-dock").CreateCallInvoker();
        foreach (var shape in TrialWork.Shapes)
        {
            var received = await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(invoker, shape, TooLong));
            Assert.Equal(StatusCode.ResourceExhausted, received.StatusCode);
            var sent = await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(invoker, shape, "large"));
            Assert.Equal(StatusCode.ResourceExhausted, sent.StatusCode);
        }
    }

    [Fact]
    public async Task Call_beyond_the_most_allowed_is_turned_away_while_health_still_answers()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource<StringValue>();
        await using var host = await TrialWork.HostAsync((_, _) => { entered.TrySetResult(); return leave.Task; }, "--Edge:Doors:MaxCalls=1");
        var channel = host.As("bike-dock");
        var first = TrialWork.CallAsync(channel.CreateCallInvoker(), MethodType.Unary);
        await entered.Task;
        var shed = await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(channel.CreateCallInvoker(), MethodType.Unary));
        await new Health.HealthClient(channel).CheckAsync(new HealthCheckRequest());
        leave.SetResult(new StringValue { Value = "done" });
        Assert.Equal("done", await first);
        Assert.Equal("done", await TrialWork.CallAsync(channel.CreateCallInvoker(), MethodType.Unary));
        Assert.Equal((StatusCode.ResourceExhausted, "OVERLOADED"), (shed.StatusCode, shed.Trailers.GetValue("perks-error-reason")));
        Assert.True(int.Parse(shed.Trailers.GetValue("perks-retry-delay-ms")!) > 0);
    }

    [Fact]
    public async Task Stream_beyond_the_most_allowed_is_turned_away_and_leaves_its_place()
    {
        await using var host = await TrialWork.HostAsync((request, _) => Task.FromResult(request), "--Edge:Doors:MaxStreams=1");
        var invoker = host.As("bike-dock").CreateCallInvoker();
        using (var open = invoker.AsyncDuplexStreamingCall(TrialMethods.Duplex, null, default))
        {
            await open.RequestStream.WriteAsync(new StringValue { Value = "open" });
            await open.ResponseStream.MoveNext();
            var shed = await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(invoker, MethodType.DuplexStreaming));
            Assert.Equal(StatusCode.ResourceExhausted, shed.StatusCode);
            await open.RequestStream.CompleteAsync();
            await open.ResponseStream.MoveNext();
        }

        Assert.Equal("again", await TrialWork.CallAsync(invoker, MethodType.DuplexStreaming, "again"));
    }

    [Fact]
    public async Task Watch_over_health_takes_a_place_among_the_streams_and_a_look_takes_none()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Doors:MaxStreams=1", "--Edge:Doors:MaxCalls=1");
        var health = new Health.HealthClient(host.As("bike-dock"));
        using var watch = health.Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext());
        using var second = health.Watch(new HealthCheckRequest());
        var shed = await Assert.ThrowsAsync<RpcException>(() => second.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.ResourceExhausted, shed.StatusCode);
        await health.CheckAsync(new HealthCheckRequest());
        await health.ListAsync(new HealthListRequest());
    }

    private static async Task<StringValue> WaitForeverAsync(StringValue request, ServerCallContext call)
    {
        await Task.Delay(Timeout.Infinite, call.CancellationToken);
        return request;
    }
}
