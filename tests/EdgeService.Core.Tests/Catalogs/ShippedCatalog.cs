using EdgeService.Building.Catalogs;
using EdgeService.Core.Perks;

namespace EdgeService.Core.Tests.Catalogs;

/// <summary>The catalog that the service ships, as tests see it.</summary>
internal static class ShippedCatalog
{
    internal static string Json { get; } = Text("catalog.json");

    internal static string CasesJson { get; } = Text("catalog.cases.json");

    internal static PerkCatalog Catalog { get; } = CatalogReading.Read(Json).Catalog
        ?? throw new InvalidOperationException(string.Join('\n', CatalogReading.Read(Json).Faults));

    internal static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Catalog", name));
}
