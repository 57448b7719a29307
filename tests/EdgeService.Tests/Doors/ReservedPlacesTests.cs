using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Health.V1;
using Perks.Admin.V1;

namespace EdgeService.Tests.Doors;

public sealed class ReservedPlacesTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    private static readonly string[] Small =
        ["--Edge:Doors:MaxCalls=8", "--Edge:Doors:MaxStreams=4", "--Edge:Doors:MaxConnections=3", "--Edge:Doors:ReservedPlaces=2"];

    [Fact]
    public async Task Edge_full_of_calls_streams_and_connections_still_answers_operators_and_looks_at_health()
    {
        var leave = new TaskCompletionSource<StringValue>();
        await using var host = await TrialWork.HostAsync((_, _) => leave.Task, Small);
        var docks = Enumerable.Range(0, 3).Select(_ => host.As("bike-dock")).ToArray();
        var waiting = docks.SelectMany(dock => Enumerable.Range(0, 4).Select(_ => Ended(TrialWork.CallAsync(dock.CreateCallInvoker(), MethodType.Unary)))).ToArray();
        var streams = docks.SelectMany(dock => Enumerable.Range(0, 2).Select(_ => Ended(TrialWork.CallAsync(dock.CreateCallInvoker(), MethodType.DuplexStreaming, "open")))).ToArray();
        // Eight calls and four streams have places, and keep them until they may leave; what was turned away has ended.
        await Until(() => waiting.Count(call => call.IsCompleted) >= 4 && streams.Count(call => call.IsCompleted) >= 2);

        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(host.As("library-kiosk").CreateCallInvoker(), MethodType.Unary));
        var operators = host.As("operator");
        await new SnapshotService.SnapshotServiceClient(operators).ListSnapshotsAsync(new ListSnapshotsRequest());
        using var watch = new Health.HealthClient(operators).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext(default));
        await new Health.HealthClient(operators).CheckAsync(new HealthCheckRequest());
        await new Health.HealthClient(docks[0]).CheckAsync(new HealthCheckRequest());
        Assert.True(Stopwatch.GetElapsedTime(started) < Bound);
        leave.SetResult(new StringValue());
        await Task.WhenAll(waiting);
    }

    private static async Task Ended(Task call)
    {
        try
        {
            await call;
        }
        catch (RpcException)
        {
            // Turned away, or too late: it has ended.
        }
    }

    private static async Task Until(Func<bool> met)
    {
        for (var patience = Stopwatch.StartNew(); !met() && patience.Elapsed < TimeSpan.FromSeconds(30);)
            await Task.Delay(10);
        Assert.True(met());
    }
}
