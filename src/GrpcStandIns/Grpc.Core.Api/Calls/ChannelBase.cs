using Grpc.Core.Utils;

namespace Grpc.Core;

/// <summary>A connection to one target, however many sockets it takes.</summary>
public abstract class ChannelBase
{
    protected ChannelBase(string target) => Target = GrpcPreconditions.CheckNotNull(target, nameof(target));

    public string Target { get; }

    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Closes the channel; what is still running on it is cancelled.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <summary>Does nothing unless a transport overrides it.</summary>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
