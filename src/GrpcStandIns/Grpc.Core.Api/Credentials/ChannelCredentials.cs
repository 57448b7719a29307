using Grpc.Core.Utils;

namespace Grpc.Core;

/// <summary>How a channel is secured. Transports read it by handing in a configurator.</summary>
public abstract class ChannelCredentials
{
    public ChannelCredentials()
    {
    }

    /// <summary>Plain text.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    /// <summary>TLS with the transport's defaults.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>A channel whose calls all carry credentials; whether they may travel without TLS is the transport's decision.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
        new Composite(
            GrpcPreconditions.CheckNotNull(channelCredentials, nameof(channelCredentials)),
            GrpcPreconditions.CheckNotNull(callCredentials, nameof(callCredentials)));

    /// <summary>Tells the configurator, in one call, of what kind these credentials are; the state is the configurator's own.</summary>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state);

    private sealed class InsecureCredentials : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetInsecureCredentials(state);
    }

    private sealed class Composite(ChannelCredentials channel, CallCredentials call) : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object state) =>
            configurator.SetCompositeCredentials(state, channel, call);
    }
}
