using Grpc.Core;

namespace GrpcStandIns.Tests.Values;

public class CallOptionsTests
{
    [Fact]
    public void Nothing_is_set_by_default()
    {
        foreach (var options in new[] { default, new CallOptions() })
        {
            Assert.Null(options.Headers);
            Assert.Null(options.Deadline);
            Assert.Equal(CancellationToken.None, options.CancellationToken);
            Assert.Null(options.WriteOptions);
            Assert.Null(options.PropagationToken);
            Assert.Null(options.Credentials);
            Assert.False(options.IsWaitForReady);
        }
    }

    [Fact]
    public void Constructor_keeps_what_it_is_given()
    {
        using var source = new CancellationTokenSource();
        var (headers, write, credentials) = (new Metadata(), new WriteOptions(WriteFlags.BufferHint), Credentials());
        var options = new CallOptions(headers, DateTime.UnixEpoch, source.Token, write, null, credentials);

        Assert.Same(headers, options.Headers);
        Assert.Equal(DateTime.UnixEpoch, options.Deadline);
        Assert.Equal(source.Token, options.CancellationToken);
        Assert.Same(write, options.WriteOptions);
        Assert.Same(credentials, options.Credentials);
    }

    [Fact]
    public void With_changes_one_thing_in_a_copy()
    {
        using var source = new CancellationTokenSource();
        var (headers, write, credentials) = (new Metadata(), new WriteOptions(), Credentials());
        var before = new CallOptions(deadline: DateTime.UnixEpoch);
        var after = before
            .WithHeaders(headers)
            .WithCancellationToken(source.Token)
            .WithWriteOptions(write)
            .WithCredentials(credentials)
            .WithWaitForReady()
            .WithPropagationToken(null!);

        Assert.Equal(new CallOptions(deadline: DateTime.UnixEpoch), before);
        Assert.Equal(new CallOptions(headers, DateTime.UnixEpoch, source.Token, write, null, credentials).WithWaitForReady(true), after);
        Assert.Equal(DateTime.MaxValue, after.WithDeadline(DateTime.MaxValue).Deadline);
        Assert.False(after.WithWaitForReady(false).IsWaitForReady);
    }

    [Fact]
    public void Defaults_of_the_smaller_options()
    {
        Assert.Equal(default, new WriteOptions().Flags);
        Assert.Equal(default, WriteOptions.Default.Flags);
        Assert.True(ContextPropagationOptions.Default is { IsPropagateDeadline: true, IsPropagateCancellation: true });
        var half = new ContextPropagationOptions(propagateDeadline: false);
        Assert.True(half is { IsPropagateDeadline: false, IsPropagateCancellation: true });
    }

    private static CallCredentials Credentials() => CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
}
