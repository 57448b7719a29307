using Grpc.Core.Interceptors;
using Grpc.Core.Utils;

namespace Grpc.Core;

/// <summary>What generated clients derive from.</summary>
public abstract class ClientBase
{
    private protected readonly ClientBaseConfiguration configuration;

    /// <summary>For test doubles: every call throws <see cref="NotImplementedException"/>.</summary>
    protected ClientBase()
        : this(new ClientBaseConfiguration(new NoCallInvoker(), null))
    {
    }

    protected ClientBase(ClientBaseConfiguration configuration)
    {
        this.configuration = GrpcPreconditions.CheckNotNull(configuration, nameof(configuration));
        CallInvoker = configuration.CreateInvoker();
    }

    public ClientBase(ChannelBase channel)
        : this(channel.CreateCallInvoker())
    {
    }

    public ClientBase(CallInvoker callInvoker)
        : this(new ClientBaseConfiguration(GrpcPreconditions.CheckNotNull(callInvoker, nameof(callInvoker)), null))
    {
    }

    protected CallInvoker CallInvoker { get; }

    /// <summary>Invoker and host of a client, passed on when a copy of it is made.</summary>
    protected internal class ClientBaseConfiguration
    {
        private readonly CallInvoker invoker;
        private readonly string? host;

        internal ClientBaseConfiguration(CallInvoker invoker, string? host)
        {
            this.invoker = invoker;
            this.host = host;
        }

        internal CallInvoker CreateInvoker() => invoker.Intercept(new CallAddressing(call => call with { Host = host }));

        internal ClientBaseConfiguration WithHost(string host) =>
            new(invoker, GrpcPreconditions.CheckNotNull(host, nameof(host)));
    }
}

/// <inheritdoc cref="ClientBase"/>
/// <typeparam name="T">The generated client itself.</typeparam>
public abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <inheritdoc/>
    protected ClientBase()
    {
    }

    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    public ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    public ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>A client that asks for another host over the same channel.</summary>
    public T WithHost(string host) => NewInstance(configuration.WithHost(host));

    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
