using Grpc.Core;
using Grpc.Net.Client;
using GrpcStandIns.Tests.Talking;

namespace GrpcStandIns.Tests.Calls;

/// <summary>How a call that does not end well looks to the caller.</summary>
public class FaultTests
{
    [Fact]
    public async Task Thrown_status_arrives_with_detail_and_trailers()
    {
        var trailers = new Metadata { { "reason", "closed" }, { "more-bin", [1, 2] } };
        await using var host = await TalkHost.StartAsync(new Talk
        {
            OnSay = (_, _) => throw new RpcException(new Status(StatusCode.FailedPrecondition, "stängt, 关门"), trailers),
        });

        var fault = await FailAsync(host.Client());

        Assert.Equal(new Status(StatusCode.FailedPrecondition, "stängt, 关门"), fault.Status);
        Assert.Equal("closed", fault.Trailers.GetValue("reason"));
        Assert.Equal([1, 2], fault.Trailers.GetValueBytes("more-bin")!);
        Assert.Equal("Status(StatusCode=\"FailedPrecondition\", Detail=\"stängt, 关门\")", fault.Message);
    }

    [Fact]
    public async Task Status_set_on_the_context_arrives()
    {
        await using var host = await TalkHost.StartAsync(new Talk
        {
            OnSay = (line, context) =>
            {
                context.Status = new Status(StatusCode.NotFound, "nobody");
                context.ResponseTrailers.Add("hint", "look elsewhere");
                return Task.FromResult(line);
            },
        });

        var fault = await FailAsync(host.Client());

        Assert.Equal(new Status(StatusCode.NotFound, "nobody"), fault.Status);
        Assert.Equal("look elsewhere", fault.Trailers.GetValue("hint"));
    }

    [Fact]
    public async Task Other_exception_is_unknown_and_tells_nothing()
    {
        await using var host = await TalkHost.StartAsync(new Talk { OnSay = (_, _) => throw new InvalidDataException("secret") });

        var fault = await FailAsync(host.Client());

        Assert.Equal(StatusCode.Unknown, fault.StatusCode);
        Assert.DoesNotContain("secret", fault.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_in_a_stream_keeps_what_came_before()
    {
        await using var host = await TalkHost.StartAsync(new Talk
        {
            OnTell = async (_, answers, _) =>
            {
                await answers.WriteAsync(Talk.Of("first"));
                throw new RpcException(new Status(StatusCode.Aborted, ""));
            },
        });
        using var call = host.Client().Tell(Talk.Of(""));

        Assert.True(await call.ResponseStream.MoveNext());
        Assert.Equal("first", call.ResponseStream.Current.Text);
        Assert.Equal(StatusCode.Aborted, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext())).StatusCode);
        Assert.Equal(StatusCode.Aborted, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Method_without_implementation_is_unimplemented()
    {
        await using var host = await TalkHost.StartAsync();
        var unknown = new Method<string, string>(
            MethodType.Unary, "talk.v1.TalkService", "Sing", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        using var call = host.Channel().CreateCallInvoker().AsyncUnaryCall(unknown, null, default, "la");

        Assert.Equal(StatusCode.Unimplemented, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
    }

    [Fact]
    public async Task Unreachable_server_is_unavailable_with_the_cause_inside()
    {
        Uri address;
        await using (var host = await TalkHost.StartAsync())
            address = host.Address;
        using var channel = GrpcChannel.ForAddress(address);

        var fault = await FailAsync(new TalkService.TalkServiceClient(channel));

        Assert.Equal(StatusCode.Unavailable, fault.StatusCode);
        Assert.NotNull(fault.Status.DebugException);
        Assert.Same(fault.Status.DebugException, fault.InnerException);
    }

    private static Task<RpcException> FailAsync(TalkService.TalkServiceClient client) =>
        Assert.ThrowsAsync<RpcException>(async () => await client.SayAsync(Talk.Of("")));
}
