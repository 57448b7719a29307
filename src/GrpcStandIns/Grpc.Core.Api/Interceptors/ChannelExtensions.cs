using Grpc.Core.Utils;

namespace Grpc.Core.Interceptors;

/// <summary>The same as <see cref="CallInvokerExtensions"/>, around a new invoker of a channel.</summary>
public static class ChannelExtensions
{
    public static CallInvoker Intercept(this ChannelBase channel, Interceptor interceptor) =>
        Invoker(channel).Intercept(interceptor);

    public static CallInvoker Intercept(this ChannelBase channel, params Interceptor[] interceptors) =>
        Invoker(channel).Intercept(interceptors);

    public static CallInvoker Intercept(this ChannelBase channel, Func<Metadata, Metadata> interceptor) =>
        Invoker(channel).Intercept(interceptor);

    private static CallInvoker Invoker(ChannelBase channel) => GrpcPreconditions.CheckNotNull(channel, nameof(channel)).CreateCallInvoker();
}
