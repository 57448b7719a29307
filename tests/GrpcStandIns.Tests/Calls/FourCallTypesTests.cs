using Grpc.Core;
using GrpcStandIns.Tests.Talking;

namespace GrpcStandIns.Tests.Calls;

/// <summary>Generated client and service, the real channel, real Kestrel: each call type once from end to end.</summary>
public class FourCallTypesTests
{
    [Fact]
    public async Task Unary_call_answers()
    {
        await using var host = await TalkHost.StartAsync();
        using var call = host.Client().SayAsync(Talk.Of("hello"));

        Assert.Equal("HELLO", (await call).Text);
        Assert.Equal("HELLO", (await call.ConfigureAwait(true)).Text);
        Assert.Equal(Status.DefaultSuccess, call.GetStatus());
        Assert.Empty(call.GetTrailers());
    }

    [Fact]
    public async Task Blocking_call_answers()
    {
        await using var host = await TalkHost.StartAsync();
        Assert.Equal("HELLO", await Task.Run(() => host.Client().Say(Talk.Of("hello")).Text));
    }

    [Fact]
    public async Task Client_stream_is_read_to_its_end()
    {
        await using var host = await TalkHost.StartAsync();
        using var call = host.Client().Gather();
        foreach (var word in new[] { "one", "two", "three" })
            await call.RequestStream.WriteAsync(Talk.Of(word));
        await call.RequestStream.CompleteAsync();

        Assert.Equal("one two three", (await call).Text);
        Assert.Equal("one two three", (await call.ResponseAsync).Text);
    }

    [Fact]
    public async Task Server_stream_is_read_to_its_end()
    {
        await using var host = await TalkHost.StartAsync();
        using var call = host.Client().Tell(Talk.Of("one two three"));

        Assert.Equal(["one", "two", "three"], await call.ResponseStream.ReadAllAsync().Select(line => line.Text).ToArrayAsync());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Duplex_streams_take_turns()
    {
        await using var host = await TalkHost.StartAsync();
        using var call = host.Client().Chat();
        foreach (var word in new[] { "one", "two" })
        {
            await call.RequestStream.WriteAsync(Talk.Of(word));
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(word.ToUpperInvariant(), call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task Running_call_has_no_status_yet()
    {
        await using var host = await TalkHost.StartAsync();
        using var call = host.Client().Chat();

        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(() => call.GetTrailers());
    }
}
