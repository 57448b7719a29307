using Grpc.Core.Utils;

namespace Grpc.Core;

/// <summary>How a channel is secured. Transports read it by handing in a configurator.</summary>
public abstract class ChannelCredentials
{
    /// <summary>Plain text.</summary>
    public static ChannelCredentials Insecure { get; } = new InsecureCredentials();

    /// <summary>TLS with the transport's defaults.</summary>
    public static ChannelCredentials SecureSsl { get; } = new SslCredentials();

    /// <summary>A secured channel whose calls all carry credentials. Throws <see cref="ArgumentException"/> if it is not secured by TLS.</summary>
    public static ChannelCredentials Create(ChannelCredentials channelCredentials, CallCredentials callCredentials) =>
        new Composite(channelCredentials, callCredentials);

    /// <summary>Tells the configurator, in one call, of what kind these credentials are; the state is the configurator's own.</summary>
    public abstract void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state);

    private sealed class InsecureCredentials : ChannelCredentials
    {
        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetInsecureCredentials(state);
    }

    private sealed class Composite : ChannelCredentials
    {
        private readonly ChannelCredentials channel;
        private readonly CallCredentials call;

        public Composite(ChannelCredentials channel, CallCredentials call)
        {
            this.channel = GrpcPreconditions.CheckNotNull(channel);
            this.call = GrpcPreconditions.CheckNotNull(call);
            GrpcPreconditions.CheckArgument(channel is SslCredentials, "Call credentials need a channel secured by TLS.");
        }

        public override void InternalPopulateConfiguration(ChannelCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetCompositeCredentials(state, channel, call);
    }
}
