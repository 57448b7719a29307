using EdgeService.Doors;
using EdgeService.Identity;
using EdgeService.Operators;
using EdgeService.Telemetry;
using Microsoft.Extensions.Configuration.Memory;

namespace EdgeService;

/// <summary>Puts the rooms together. Building returns a service that is ready to run, or throws what is missing.</summary>
public static class EdgeApp
{
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        AddHome(builder);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddTelemetry().AddIdentity().AddDoors().AddOperators();
        builder.Services.AddSingleton(new Readiness(() => true, () => true, () => true, () => true));
        return builder.Build().UseCallGate().MapOperators();
    }

    /// <summary>The places under the home folder are the weakest settings: files, environment and command line override them.</summary>
    private static void AddHome(WebApplicationBuilder builder)
    {
        var home = builder.Configuration[HomeLayout.HomeSetting] ?? HomeLayout.DefaultHome;
        var settings = HomeLayout.Settings(Path.GetFullPath(home));
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource { InitialData = settings });
    }
}
