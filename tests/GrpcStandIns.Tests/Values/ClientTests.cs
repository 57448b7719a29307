using Grpc.Core;
using Grpc.Core.Interceptors;
using GrpcStandIns.Tests.Talking;

namespace GrpcStandIns.Tests.Values;

/// <summary>Generated clients over an invoker without a wire.</summary>
public class ClientTests
{
    private readonly RecordingInvoker invoker = new();

    [Fact]
    public void Every_call_type_asks_for_the_client_s_host()
    {
        var client = new TalkService.TalkServiceClient(invoker);

        CallAll(client);
        CallAll(client.WithHost("other"));
        CallAll(client.WithHost("other").WithHost("third"));

        Assert.Equal(["Say", "Say", "Gather", "Tell", "Chat"], invoker.Calls.Take(5).Select(call => call.Method));
        Assert.Equal([null, "other", "third"], invoker.Calls.Select(call => call.Host).Distinct());
        Assert.Equal(15, invoker.Calls.Count);
    }

    [Fact]
    public void Options_of_a_call_arrive()
    {
        var headers = new Metadata { { "a", "1" } };
        new TalkService.TalkServiceClient(invoker).Say(Talk.Of(""), headers, DateTime.UnixEpoch, CancellationToken.None);

        Assert.Equal(new CallOptions(headers, DateTime.UnixEpoch), Assert.Single(invoker.Calls).Options);
    }

    [Fact]
    public void Headers_function_reaches_every_call_type()
    {
        CallAll(new TalkService.TalkServiceClient(invoker.Intercept(_ => new Metadata { { "a", "1" } })));

        Assert.Equal(5, invoker.Calls.Count);
        Assert.All(invoker.Calls, call => Assert.Equal("1", call.Options.Headers!.GetValue("a")));
    }

    [Fact]
    public void Headers_function_gets_the_call_s_own_headers()
    {
        var (given, seen) = (new Metadata(), new List<Metadata>());
        var client = new TalkService.TalkServiceClient(invoker.Intercept(headers =>
        {
            seen.Add(headers);
            return headers;
        }));

        client.Say(Talk.Of(""), given);
        client.Say(Talk.Of(""));

        Assert.Same(given, seen[0]);
        Assert.Empty(seen[1]);
        Assert.False(seen[1].IsReadOnly);
    }

    [Fact]
    public void Client_without_channel_implements_no_call()
    {
        var client = new Double();
        Assert.Throws<NotImplementedException>(() => client.Say(Talk.Of("")));
        Assert.Throws<NotImplementedException>(() => client.SayAsync(Talk.Of("")));
        Assert.Throws<NotImplementedException>(() => client.Gather());
        Assert.Throws<NotImplementedException>(() => client.Tell(Talk.Of("")));
        Assert.Throws<NotImplementedException>(() => client.Chat());
    }

    [Fact]
    public void Null_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new TalkService.TalkServiceClient((CallInvoker)null!));
        Assert.Throws<ArgumentNullException>("host", () => new TalkService.TalkServiceClient(invoker).WithHost(null!));
        Assert.Throws<ArgumentNullException>("interceptor", () => invoker.Intercept((Interceptor)null!));
        Assert.Throws<ArgumentNullException>("interceptors", () => invoker.Intercept((Interceptor[])null!));
        Assert.Throws<ArgumentNullException>("interceptor", () => invoker.Intercept((Func<Metadata, Metadata>)null!));
        Assert.Throws<ArgumentNullException>("invoker", () => ((CallInvoker)null!).Intercept(new Plain()));
    }

    [Fact]
    public void No_interceptors_leave_the_invoker_as_it_is() => Assert.Same(invoker, invoker.Intercept(Array.Empty<Interceptor>()));

    [Fact]
    public async Task Channel_needs_a_target_and_shuts_down()
    {
        var channel = new NoChannel("somewhere");
        Assert.Equal("somewhere", channel.Target);
        await channel.ShutdownAsync();
        Assert.Throws<ArgumentNullException>("target", () => new NoChannel(null!));
    }

    [Fact]
    public async Task Call_passes_its_state_to_the_transport()
    {
        var state = new object();
        object? disposed = null;
        var call = new AsyncUnaryCall<string>(
            Task.FromResult("done"),
            Own(state, Task.FromResult(Metadata.Empty)),
            Own(state, Status.DefaultCancelled),
            Own(state, Metadata.Empty),
            seen => disposed = seen,
            state);

        Assert.Equal("done", await call);
        Assert.Same(Metadata.Empty, await call.ResponseHeadersAsync);
        Assert.Equal(Status.DefaultCancelled, call.GetStatus());
        Assert.Same(Metadata.Empty, call.GetTrailers());
        call.Dispose();
        Assert.Same(state, disposed);
    }

    private static Func<object, T> Own<T>(object expected, T value) => state =>
    {
        Assert.Same(expected, state);
        return value;
    };

    private static void CallAll(TalkService.TalkServiceClient client)
    {
        client.Say(Talk.Of(""));
        client.SayAsync(Talk.Of("")).Dispose();
        client.Gather().Dispose();
        client.Tell(Talk.Of("")).Dispose();
        client.Chat().Dispose();
    }

    private sealed class Double : TalkService.TalkServiceClient;

    private sealed class Plain : Interceptor;

    private sealed class NoChannel(string target) : ChannelBase(target)
    {
        public override CallInvoker CreateCallInvoker() => new RecordingInvoker();
    }
}
