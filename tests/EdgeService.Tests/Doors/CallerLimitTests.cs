using System.Diagnostics;
using EdgeService.Identity;
using EdgeService.Tests.Hosting;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Health.V1;
using Perks.Edge.V1;

namespace EdgeService.Tests.Doors;

public sealed class CallerLimitTests
{
    private static readonly string[] Slow = ["--Edge:Doors:CallsPerSecond=1", "--Edge:Doors:CallBurst=100"];

    [Fact]
    public async Task Caller_beyond_its_pace_is_turned_away_and_others_are_not()
    {
        await using var host = await EchoAsync(Slow);
        var dock = host.As("bike-dock").CreateCallInvoker();
        var answers = await Task.WhenAll(Enumerable.Range(0, 110).Select(_ => FaultOfAsync(dock)));
        Assert.InRange(answers.Count(fault => fault is null), 100, 105);
        Assert.All(answers.OfType<RpcException>(), AssertCallerLimit);
        Assert.Equal("me too", await TrialWork.CallAsync(host.As("library-kiosk").CreateCallInvoker(), MethodType.Unary, "me too"));
    }

    [Fact]
    public async Task Looks_at_health_count_too()
    {
        await using var host = await EdgeHost.StartAsync(Slow);
        var health = new Health.HealthClient(host.As("bike-dock"));
        for (var i = 0; i < 100; i++)
            await health.CheckAsync(new HealthCheckRequest());
        AssertCallerLimit(await Assert.ThrowsAsync<RpcException>(async () =>
        {
            for (var i = 0; i < 20; i++)
                await health.CheckAsync(new HealthCheckRequest());
        }));
    }

    [Theory]
    [InlineData("perks.edge.v1.EligibilityService", "GuessScore")]
    [InlineData("perks.edge.v9.NoSuchService", "Call")]
    public async Task Calls_of_methods_that_are_not_there_count_too(string service, string method)
    {
        await using var host = await EdgeHost.StartAsync(Slow);
        var (dock, empty) = (host.As("bike-dock").CreateCallInvoker(), Marshallers.Create<Empty>(_ => [], _ => new Empty()));
        var unknown = new Method<Empty, Empty>(MethodType.Unary, service, method, empty, empty);
        var answers = new List<RpcException>();
        for (var i = 0; i < 110; i++)
            answers.Add(await Assert.ThrowsAsync<RpcException>(async () => await dock.AsyncUnaryCall(unknown, null, default, new Empty())));
        Assert.InRange(answers.Count(fault => fault.StatusCode == StatusCode.Unimplemented), 100, 105);
        Assert.All(answers.Where(fault => fault.StatusCode != StatusCode.Unimplemented), AssertCallerLimit);
        AssertCallerLimit(await Assert.ThrowsAsync<RpcException>(async () => await new Health.HealthClient(host.As("bike-dock")).CheckAsync(new HealthCheckRequest())));
        await new Health.HealthClient(host.As("library-kiosk")).CheckAsync(new HealthCheckRequest());
    }

    [Fact]
    public async Task Items_of_a_batch_count_one_by_one()
    {
        await using var host = await EdgeHost.StartAsync(Slow);
        var eligibility = new EligibilityService.EligibilityServiceClient(host.As("bike-dock"));
        var batch = new BatchCheckEligibilityRequest { Inquiries = { Enumerable.Repeat(new Inquiry(), 60) } };
        await eligibility.BatchCheckEligibilityAsync(batch);
        AssertCallerLimit(await Assert.ThrowsAsync<RpcException>(async () => await eligibility.BatchCheckEligibilityAsync(batch)));
    }

    [Fact]
    public async Task Messages_of_a_stream_wait_for_their_turn_and_are_all_answered()
    {
        await using var host = await EdgeHost.StartAsync("--Edge:Doors:CallsPerSecond=100", "--Edge:Doors:CallBurst=100");
        using var stream = new EligibilityService.EligibilityServiceClient(host.As("bike-dock")).StreamEligibility();
        var started = Stopwatch.GetTimestamp();
        var sending = Task.Run(async () =>
        {
            for (var i = 0; i < 250; i++)
                await stream.RequestStream.WriteAsync(new StreamEligibilityRequest { CorrelationId = $"{i}" });
            await stream.RequestStream.CompleteAsync();
        });
        var answered = 0;
        while (await stream.ResponseStream.MoveNext(default))
            answered++;
        await sending;
        Assert.Equal(250, answered);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 1.4, 60);
    }

    [Fact]
    public async Task Caller_with_as_many_calls_under_way_as_it_may_is_turned_away_and_others_are_not()
    {
        var (leave, entered) = (new TaskCompletionSource<StringValue>(), new CountdownEvent(3));
        await using var host = await TrialWork.HostAsync(
            (request, _) =>
            {
                if (request.Value.Length > 0)
                    return Task.FromResult(request);
                entered.Signal();
                return leave.Task;
            },
            "--Edge:Doors:CallsPerCaller=3");
        var dock = host.As("bike-dock").CreateCallInvoker();
        var waiting = Enumerable.Range(0, 3).Select(_ => FaultOfAsync(dock)).ToArray();
        Assert.True(await Task.Run(() => entered.Wait(TimeSpan.FromSeconds(30))));
        AssertCallerLimit((await FaultOfAsync(host.As("bike-dock").CreateCallInvoker(), "no place"))!);
        Assert.Null(await FaultOfAsync(host.As("library-kiosk").CreateCallInvoker(), "another's place"));
        leave.SetResult(new StringValue());
        await Task.WhenAll(waiting);
        Assert.Null(await FaultOfAsync(dock, "a place again"));
    }

    [Fact]
    public async Task Caller_with_as_many_streams_open_as_it_may_is_turned_away_and_its_calls_are_not()
    {
        await using var host = await EchoAsync("--Edge:Doors:StreamsPerCaller=1");
        var dock = host.As("bike-dock").CreateCallInvoker();
        using var open = dock.AsyncDuplexStreamingCall(TrialMethods.Duplex, null, default);
        await open.RequestStream.WriteAsync(new StringValue { Value = "open" });
        await open.ResponseStream.MoveNext(default);
        AssertCallerLimit(await Assert.ThrowsAsync<RpcException>(() => TrialWork.CallAsync(dock, MethodType.DuplexStreaming)));
        Assert.Null(await FaultOfAsync(dock));
    }

    [Fact]
    public async Task Connection_beyond_those_of_a_caller_is_closed_and_another_callers_is_not()
    {
        await using var host = await EchoAsync("--Edge:Doors:ConnectionsPerCaller=2");
        for (var i = 0; i < 2; i++)
            Assert.Null(await FaultOfAsync(host.As("bike-dock").CreateCallInvoker()));
        // Which status a client makes of it depends on how far it had come when the connection ended.
        var closed = await FaultOfAsync(host.As("bike-dock").CreateCallInvoker());
        Assert.True(closed!.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.ResourceExhausted, closed.ToString());
        Assert.Null(closed.Trailers.GetValue("perks-error-reason"));
        Assert.Null(await FaultOfAsync(host.As("library-kiosk").CreateCallInvoker()));
    }

    [Fact]
    public async Task Member_app_has_more_shares_than_a_terminal()
    {
        await using var host = await EdgeHost.StartAsync([.. Slow, "--Edge:Doors:MemberAppShares=2"]);
        var health = new Health.HealthClient(host.As("member-app"));
        for (var i = 0; i < 200; i++)
            await health.CheckAsync(new HealthCheckRequest());
    }

    [Theory]
    [InlineData(20, 2048, 640, 320)]
    [InlineData(100, 2048, 3200, 1600)]
    [InlineData(1, 256, 32, 16)]
    public void Member_app_has_never_more_than_half_of_the_edge(int shares, int calls, int streams, int connections)
    {
        var one = new CallerLimits(1000, 2000, 256, 32, 16);
        Assert.Equal(new CallerLimits(1000 * shares, 2000 * shares, calls, streams, connections), one.Times(shares).WithinHalf(one, 4096, 16_384, 8192));
    }

    private static Task<EdgeHost> EchoAsync(params string[] settings) => TrialWork.HostAsync((request, _) => Task.FromResult(request), settings);

    private static async Task<RpcException?> FaultOfAsync(CallInvoker invoker, string text = "")
    {
        try
        {
            await TrialWork.CallAsync(invoker, MethodType.Unary, text);
            return null;
        }
        catch (RpcException fault)
        {
            return fault;
        }
    }

    private static void AssertCallerLimit(RpcException fault)
    {
        Assert.Equal((StatusCode.ResourceExhausted, "CALLER_LIMIT"), (fault.StatusCode, fault.Trailers.GetValue("perks-error-reason")));
        Assert.True(int.Parse(fault.Trailers.GetValue("perks-retry-delay-ms")!) > 0);
    }
}
