using EdgeService.Telemetry;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace EdgeService.Tests.Doors;

public sealed class DrainTests
{
    [Fact]
    public async Task Call_under_way_when_the_service_stops_is_answered_and_its_decision_is_kept()
    {
        var entered = new TaskCompletionSource();
        var leave = new TaskCompletionSource();
        await using var host = await TrialWork.HostAsync(async (request, call) =>
        {
            entered.TrySetResult();
            await leave.Task;
            Log(call).Append(new DecisionRecord(DateTimeOffset.UtcNow, default, "last-perk", "", "", "", "", ""));
            return request;
        });
        var call = TrialWork.CallAsync(host.As("bike-dock").CreateCallInvoker(), MethodType.Unary, "kept");
        await entered.Task;
        var stopping = host.App.StopAsync();
        leave.SetResult();
        Assert.Equal("kept", await call);
        await stopping;
        Assert.Contains("last-perk", File.ReadAllText(Directory.GetFiles(Path.Combine(host.Home, "decisions")).Single()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_left_open_is_broken_off_when_the_time_to_drain_is_over()
    {
        await using var host = await TrialWork.HostAsync((request, _) => Task.FromResult(request), "--Edge:Doors:DrainSeconds=1");
        using var open = host.As("bike-dock").CreateCallInvoker().AsyncDuplexStreamingCall(TrialMethods.Duplex, null, default);
        await open.RequestStream.WriteAsync(new StringValue { Value = "open" });
        Assert.True(await open.ResponseStream.MoveNext(default));
        await host.App.StopAsync().WaitAsync(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAsync<RpcException>(() => open.ResponseStream.MoveNext(default));
    }

    private static DecisionLog Log(ServerCallContext call) => (DecisionLog)call.GetHttpContext().RequestServices.GetService(typeof(DecisionLog))!;
}
