using Microsoft.AspNetCore.Http.Features;

namespace EdgeService.Doors;

/// <summary>
/// The services of the process as those of every call. None here belongs to one call, and a scope of its own would cost each call several objects and
/// hold nothing.
/// </summary>
/// <param name="services">The services of the process.</param>
public sealed class SharedServices(IServiceProvider services) : IServiceProvidersFeature
{
    /// <exception cref="NotSupportedException">It is set: it would be set for every call.</exception>
    public IServiceProvider RequestServices
    {
        get => services;
        set => throw new NotSupportedException("All calls share these services.");
    }
}
