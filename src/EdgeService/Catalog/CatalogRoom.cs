using Microsoft.Extensions.Options;

namespace EdgeService.Catalog;

/// <summary>Registers the catalog and the watch over its file.</summary>
public static class CatalogRoom
{
    public static WebApplicationBuilder AddCatalog(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<CatalogOptions>().BindConfiguration(CatalogOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton(services => new CurrentCatalog(services.GetRequiredService<IOptions<CatalogOptions>>().Value));
        builder.Services.AddSingleton<CatalogWatch>();
        builder.Services.AddHostedService(services => services.GetRequiredService<CatalogWatch>());
        return builder;
    }

    /// <summary>The first look, before a door opens. With no good catalog the service does not start: the faults say why.</summary>
    public static IReadOnlyList<string> LoadCatalog(this WebApplication app)
    {
        var file = app.Services.GetRequiredService<IOptions<CatalogOptions>>().Value.File;
        var scan = app.Services.GetRequiredService<CatalogWatch>().Look();
        return [.. scan.Faults.Select(fault => $"{file}: {fault}")];
    }
}
