using Grpc.Core;

namespace GrpcStandIns.Tests.Values;

/// <summary>Each public member of a context is the one below it.</summary>
public class ServerCallContextTests
{
    [Fact]
    public async Task Public_members_pass_through()
    {
        var own = new OwnContext();
        ServerCallContext context = own;
        var headers = new Metadata();

        Assert.Equal(("/s/m", "host", "peer", DateTime.MaxValue), (context.Method, context.Host, context.Peer, context.Deadline));
        Assert.Same(Metadata.Empty, context.RequestHeaders);
        Assert.Same(context.ResponseTrailers, context.ResponseTrailers);
        Assert.Equal(CancellationToken.None, context.CancellationToken);
        Assert.False(context.AuthContext.IsPeerAuthenticated);
        context.Status = Status.DefaultCancelled;
        Assert.Equal(Status.DefaultCancelled, context.Status);
        context.WriteOptions = WriteOptions.Default;
        Assert.Same(WriteOptions.Default, context.WriteOptions);
        await context.WriteResponseHeadersAsync(headers);
        Assert.Same(headers, own.Sent);
        Assert.Throws<NotSupportedException>(() => context.CreatePropagationToken());
    }

    [Fact]
    public void User_state_is_there_when_asked_for()
    {
        ServerCallContext context = new OwnContext();
        context.UserState["a"] = 1;
        Assert.Equal(1, context.UserState["a"]);
    }

    private sealed class OwnContext : ServerCallContext
    {
        public Metadata? Sent { get; private set; }

        protected override string MethodCore => "/s/m";

        protected override string HostCore => "host";

        protected override string PeerCore => "peer";

        protected override DateTime DeadlineCore => DateTime.MaxValue;

        protected override Metadata RequestHeadersCore => Metadata.Empty;

        protected override CancellationToken CancellationTokenCore => CancellationToken.None;

        protected override Metadata ResponseTrailersCore { get; } = [];

        protected override Status StatusCore { get; set; }

        protected override WriteOptions? WriteOptionsCore { get; set; }

        protected override AuthContext AuthContextCore { get; } = new(null, []);

        protected override Task WriteResponseHeadersAsyncCore(Metadata responseHeaders)
        {
            Sent = responseHeaders;
            return Task.CompletedTask;
        }

        protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
            throw new NotSupportedException(options is null ? "none" : "some");
    }
}
