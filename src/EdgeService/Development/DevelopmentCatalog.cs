using EdgeService.Catalog;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using EdgeService.Telemetry;

namespace EdgeService.Development;

/// <summary>Gives Development a catalog of its own to change: a copy of the one that comes with the service.</summary>
public static class DevelopmentCatalog
{
    /// <summary>The catalog in use; null if somebody's changes to it do not hold, which the start reports with every fault.</summary>
    public static PerkCatalog? CopyIfMissing(string path, ILogger log)
    {
        if (!File.Exists(path))
        {
            OwnedFile.WritePublic(path, File.ReadAllText(CatalogOptions.ShippedFile));
            log.Made(path);
        }

        return CatalogText.Decode(File.ReadAllBytes(path)).Catalog;
    }

    /// <summary>Every consent that the catalog's perks can ask for.</summary>
    public static IReadOnlyCollection<Contract> ContractsOf(PerkCatalog catalog) =>
        catalog.Partners.SelectMany(partner => catalog.Perks.Where(partner.HasContracted).Select(perk => new Contract(perk.Scene, partner.Id))).ToHashSet();
}
