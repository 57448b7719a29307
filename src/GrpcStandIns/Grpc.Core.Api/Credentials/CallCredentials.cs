using Grpc.Core.Utils;

namespace Grpc.Core;

/// <summary>Adds what identifies the caller to the headers of each call.</summary>
/// <param name="context">The call to be made.</param>
/// <param name="metadata">Where the entries go.</param>
public delegate Task AsyncAuthInterceptor(AuthInterceptorContext context, Metadata metadata);

/// <summary>
/// Credentials of a call. Transports send them over secure channels only. They read them by handing in a configurator.
/// </summary>
public abstract class CallCredentials
{
    /// <summary>Applies all, in order. Throws <see cref="ArgumentException"/> for fewer than two.</summary>
    public static CallCredentials Compose(params CallCredentials[] credentials) => new Composite(credentials);

    public static CallCredentials FromInterceptor(AsyncAuthInterceptor interceptor) => new Intercepting(interceptor);

    /// <summary>Tells the configurator, in one call, of what kind these credentials are; the state is the configurator's own.</summary>
    public abstract void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state);

    private sealed class Composite : CallCredentials
    {
        private readonly CallCredentials[] parts;

        public Composite(CallCredentials[] parts)
        {
            GrpcPreconditions.CheckArgument(parts.Length >= 2, "Composing takes two or more credentials.");
            this.parts = [.. parts];
        }

        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetCompositeCredentials(state, parts);
    }

    private sealed class Intercepting(AsyncAuthInterceptor interceptor) : CallCredentials
    {
        private readonly AsyncAuthInterceptor interceptor = GrpcPreconditions.CheckNotNull(interceptor, nameof(interceptor));

        public override void InternalPopulateConfiguration(CallCredentialsConfiguratorBase configurator, object? state) =>
            configurator.SetAsyncAuthInterceptorCredentials(state, interceptor);
    }
}
