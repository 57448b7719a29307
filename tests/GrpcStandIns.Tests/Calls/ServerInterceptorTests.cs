using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcStandIns.Tests.Talking;

namespace GrpcStandIns.Tests.Calls;

/// <summary>Interceptors around server methods: order, what they can change, and that each call type passes them.</summary>
public class ServerInterceptorTests
{
    private readonly List<string> log = [];

    [Fact]
    public async Task First_added_interceptor_is_the_outermost()
    {
        await using var host = await TalkHost.StartAsync(configure: options =>
        {
            options.Interceptors.Add<Witness>("outer", log);
            options.Interceptors.Add<Witness>("inner", log);
        });

        await host.Client().SayAsync(Talk.Of(""));

        Assert.Equal(["outer in: unary", "inner in: unary", "inner out: unary", "outer out: unary"], log);
    }

    [Fact]
    public async Task Every_call_type_passes()
    {
        await using var host = await TalkHost.StartAsync(configure: options => options.Interceptors.Add<Witness>("w", log));
        var client = host.Client();

        await client.SayAsync(Talk.Of("one"));
        using var gather = client.Gather();
        await gather.RequestStream.CompleteAsync();
        await gather;
        using var tell = client.Tell(Talk.Of("one two"));
        Assert.Equal(2, await tell.ResponseStream.ReadAllAsync().CountAsync());
        using var chat = client.Chat();
        await chat.RequestStream.CompleteAsync();
        Assert.Equal(0, await chat.ResponseStream.ReadAllAsync().CountAsync());

        var entered = log.Where(line => line.Contains("in:")).Select(line => line[6..]);
        Assert.Equal(["unary", "client stream", "server stream", "duplex"], entered);
    }

    [Fact]
    public async Task Interceptor_may_answer_without_the_method()
    {
        var reached = false;
        var talk = new Talk
        {
            OnSay = (line, _) =>
            {
                reached = true;
                return Task.FromResult(line);
            },
        };
        await using var host = await TalkHost.StartAsync(talk, options => options.Interceptors.Add<Doorkeeper>());
        using var call = host.Client().SayAsync(Talk.Of(""));

        var fault = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(new Status(StatusCode.PermissionDenied, "not today"), fault.Status);
        Assert.False(reached);
    }

    [Fact]
    public async Task User_state_is_handed_on_to_the_method()
    {
        var talk = new Talk { OnSay = (_, context) => Task.FromResult(Talk.Of((string)context.UserState["from"])) };
        await using var host = await TalkHost.StartAsync(talk, options => options.Interceptors.Add<Witness>("w", log));

        Assert.Equal("w", (await host.Client().SayAsync(Talk.Of(""))).Text);
    }

    public sealed class Witness(string name, List<string> log) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            context.UserState["from"] = name;
            return AroundAsync("unary", () => base.UnaryServerHandler(request, context, continuation));
        }

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            ServerCallContext context,
            ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync("client stream", () => base.ClientStreamingServerHandler(requestStream, context, continuation));

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync("server stream", () => Done(base.ServerStreamingServerHandler(request, responseStream, context, continuation)));

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(
            IAsyncStreamReader<TRequest> requestStream,
            IServerStreamWriter<TResponse> responseStream,
            ServerCallContext context,
            DuplexStreamingServerMethod<TRequest, TResponse> continuation) =>
            AroundAsync("duplex", () => Done(base.DuplexStreamingServerHandler(requestStream, responseStream, context, continuation)));

        private async Task<T> AroundAsync<T>(string what, Func<Task<T>> inner)
        {
            log.Add($"{name} in: {what}");
            var result = await inner();
            log.Add($"{name} out: {what}");
            return result;
        }

        private static async Task<bool> Done(Task task)
        {
            await task;
            return true;
        }
    }

    public sealed class Doorkeeper : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.PermissionDenied, "not today"));
    }
}
