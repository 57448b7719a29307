using EdgeService.Core.Perks;

namespace EdgeService.Catalog;

/// <summary>What one look at the file brought.</summary>
/// <param name="Adopted">The catalog that is served from now on; null when nothing changed.</param>
/// <param name="Faults">Why the file was refused; empty when it was adopted, and when it is the one that was judged before.</param>
public sealed record CatalogScan(PerkCatalog? Adopted, IReadOnlyList<CatalogFault> Faults)
{
    internal static CatalogScan Nothing { get; } = new(null, []);
}
