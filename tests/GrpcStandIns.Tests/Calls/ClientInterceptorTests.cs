using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcStandIns.Tests.Talking;

namespace GrpcStandIns.Tests.Calls;

/// <summary>Interceptors around a real channel.</summary>
public class ClientInterceptorTests
{
    private readonly List<string> log = [];

    [Fact]
    public async Task Interceptors_given_together_run_in_the_order_given()
    {
        await using var host = await TalkHost.StartAsync();
        var client = new TalkService.TalkServiceClient(host.Channel().Intercept(new Witness("a", log), new Witness("b", log)));

        await client.SayAsync(Talk.Of(""));

        Assert.Equal(["a: unary", "b: unary"], log);
    }

    [Fact]
    public async Task Interceptor_added_last_runs_first()
    {
        await using var host = await TalkHost.StartAsync();
        var invoker = host.Channel().Intercept(new Witness("a", log)).Intercept(new Witness("b", log));

        await new TalkService.TalkServiceClient(invoker).SayAsync(Talk.Of(""));

        Assert.Equal(["b: unary", "a: unary"], log);
    }

    [Fact]
    public async Task Every_call_type_passes()
    {
        await using var host = await TalkHost.StartAsync();
        var client = new TalkService.TalkServiceClient(host.Channel().Intercept(new Witness("w", log)));

        await Task.Run(() => client.Say(Talk.Of("")));
        await client.SayAsync(Talk.Of(""));
        using var gather = client.Gather();
        await gather.RequestStream.CompleteAsync();
        await gather;
        using var tell = client.Tell(Talk.Of("one two"));
        Assert.Equal(2, await tell.ResponseStream.ReadAllAsync().CountAsync());
        using var chat = client.Chat();
        await chat.RequestStream.CompleteAsync();
        Assert.Equal(0, await chat.ResponseStream.ReadAllAsync().CountAsync());

        Assert.Equal(["w: blocking", "w: unary", "w: client stream", "w: server stream", "w: duplex"], log);
    }

    [Fact]
    public async Task Function_over_headers_replaces_them()
    {
        var seen = new List<string>();
        await using var host = await TalkHost.StartAsync(new Talk
        {
            OnSay = (line, context) =>
            {
                seen.AddRange(context.RequestHeaders.GetAll("note").Select(entry => entry.Value));
                return Task.FromResult(line);
            },
        });
        var invoker = host.Channel().Intercept(headers => [.. headers, new Metadata.Entry("note", "added")]);
        var client = new TalkService.TalkServiceClient(invoker);

        await client.SayAsync(Talk.Of(""));
        await client.SayAsync(Talk.Of(""), new Metadata { { "other", "kept" } });

        Assert.Equal(["added", "added"], seen);
    }

    private sealed class Witness(string name, List<string> log) : Interceptor
    {
        public override TResponse BlockingUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add($"{name}: blocking");
            return base.BlockingUnaryCall(request, context, continuation);
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add($"{name}: unary");
            return base.AsyncUnaryCall(request, context, continuation);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add($"{name}: client stream");
            return base.AsyncClientStreamingCall(context, continuation);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(
            TRequest request,
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add($"{name}: server stream");
            return base.AsyncServerStreamingCall(request, context, continuation);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(
            ClientInterceptorContext<TRequest, TResponse> context,
            AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            log.Add($"{name}: duplex");
            return base.AsyncDuplexStreamingCall(context, continuation);
        }
    }
}
