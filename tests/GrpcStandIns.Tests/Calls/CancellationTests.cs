using Grpc.Core;
using GrpcStandIns.Tests.Talking;

namespace GrpcStandIns.Tests.Calls;

/// <summary>Giving up: by token, by disposing, by deadline, and from the server's side.</summary>
public class CancellationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // The server reports that the call has begun, and then that its token was cancelled.
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Cancelled_token_ends_both_sides()
    {
        await using var host = await TalkHost.StartAsync(Waiting());
        using var giveUp = new CancellationTokenSource();
        using var call = host.Client().SayAsync(Talk.Of(""), cancellationToken: giveUp.Token);
        await begun.Task.WaitAsync(Patience);

        await giveUp.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
        await cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Token_cancelled_beforehand_makes_no_call()
    {
        await using var host = await TalkHost.StartAsync(Waiting());
        using var call = host.Client().SayAsync(Talk.Of(""), cancellationToken: new CancellationToken(canceled: true));

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        Assert.False(begun.Task.IsCompleted);
    }

    [Fact]
    public async Task Disposing_a_running_call_cancels_it()
    {
        await using var host = await TalkHost.StartAsync(Waiting());
        var call = host.Client().Tell(Talk.Of(""));
        await begun.Task.WaitAsync(Patience);

        call.Dispose();

        await cancelled.Task.WaitAsync(Patience);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Reader_stops_at_its_own_token()
    {
        await using var host = await TalkHost.StartAsync(Waiting());
        using var call = host.Client().Tell(Talk.Of(""));
        await begun.Task.WaitAsync(Patience);
        using var giveUp = new CancellationTokenSource();

        var reading = call.ResponseStream.ReadAllAsync(giveUp.Token).ToArrayAsync().AsTask();
        await giveUp.CancelAsync();

        Assert.Equal(StatusCode.Cancelled, (await Assert.ThrowsAsync<RpcException>(() => reading)).StatusCode);
        await cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Write_takes_a_token()
    {
        await using var host = await TalkHost.StartAsync();
        using var call = host.Client().Gather();
        using var giveUp = new CancellationTokenSource();
        await call.RequestStream.WriteAsync(Talk.Of("kept"), giveUp.Token);
        await call.RequestStream.CompleteAsync();

        Assert.Equal("kept", (await call).Text);
    }

    [Fact]
    public async Task Deadline_reaches_the_server_and_ends_both_sides()
    {
        var deadline = DateTime.UtcNow.AddMilliseconds(1_500);
        var seen = new TaskCompletionSource<DateTime>();
        await using var host = await TalkHost.StartAsync(Waiting(context => seen.TrySetResult(context.Deadline)));
        using var call = host.Client().SayAsync(Talk.Of(""), deadline: deadline);

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(async () => await call)).StatusCode);
        await cancelled.Task.WaitAsync(Patience);
        Assert.Equal(DateTimeKind.Utc, (await seen.Task).Kind);
        Assert.InRange(await seen.Task, deadline.AddSeconds(-5), deadline.AddSeconds(5));
    }

    [Fact]
    public async Task Call_without_deadline_has_the_latest_one()
    {
        var seen = DateTime.MinValue;
        await using var host = await TalkHost.StartAsync(new Talk
        {
            OnSay = (line, context) =>
            {
                seen = context.Deadline;
                return Task.FromResult(line);
            },
        });
        await host.Client().SayAsync(Talk.Of(""));

        Assert.Equal(DateTime.MaxValue, seen);
    }

    [Fact]
    public async Task Server_that_gives_up_cancels_the_client()
    {
        await using var host = await TalkHost.StartAsync(new Talk { OnSay = (_, _) => throw new RpcException(Status.DefaultCancelled) });
        using var call = host.Client().SayAsync(Talk.Of(""));

        Assert.Equal(Status.DefaultCancelled, (await Assert.ThrowsAsync<RpcException>(async () => await call)).Status);
    }

    private Talk Waiting(Action<ServerCallContext>? look = null)
    {
        async Task WaitAsync(ServerCallContext context)
        {
            look?.Invoke(context);
            await using var registration = context.CancellationToken.Register(() => cancelled.TrySetResult());
            begun.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }

        return new Talk
        {
            OnSay = async (line, context) =>
            {
                await WaitAsync(context);
                return line;
            },
            OnTell = (_, _, context) => WaitAsync(context),
        };
    }
}
