using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Accesses;

/// <summary>Registers the record of who asked about whom.</summary>
public static class AccessesRoom
{
    /// <param name="builder">The service.</param>
    /// <param name="keys">By which keys members are known now.</param>
    /// <param name="exchange">Where edges put accesses together; null where they do not.</param>
    public static WebApplicationBuilder AddAccesses(
        this WebApplicationBuilder builder, Func<IServiceProvider, KnownKeys> keys, Func<IServiceProvider, IAccessExchange?> exchange)
    {
        builder.Services.AddOptions<AccessOptions>().BindConfiguration(AccessOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<AccessOptions>>().Value);
        builder.Services.AddSingleton(services => AccessBook.Open(services.GetRequiredService<AccessOptions>(), keys(services)));
        builder.Services.AddSingleton(services => new SharedAccesses(
            services.GetRequiredService<AccessOptions>(),
            services.GetRequiredService<AccessBook>(),
            exchange(services),
            services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<EdgeMeter>(),
            services.GetRequiredService<ILogger<SharedAccesses>>()));
        builder.Services.AddHostedService(services => services.GetRequiredService<SharedAccesses>()); // Stops after the log, which still has something for it.
        builder.Services.AddSingleton<AccessLog>();
        builder.Services.AddHostedService(services => services.GetRequiredService<AccessLog>());
        return builder;
    }

    /// <summary>Opens the record before a door opens; if that cannot be done, says why.</summary>
    public static IReadOnlyList<string> LoadAccesses(this WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<AccessLog>();
            return [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return [$"{AccessOptions.Section}:Folder: {fault.Message}"];
        }
    }
}
