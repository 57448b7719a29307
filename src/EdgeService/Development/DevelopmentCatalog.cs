using EdgeService.Catalog;
using EdgeService.Core.Perks;
using EdgeService.Core.Snapshots;
using EdgeService.Telemetry;

namespace EdgeService.Development;

/// <summary>Gives Development a catalog of its own to change: a copy of the one that comes with the service.</summary>
public static class DevelopmentCatalog
{
    private const string DockEntry = "\"audience\": \"BIKE-1\"";

    /// <summary>The catalog in use; null if somebody's changes to it do not hold, which the start reports with every fault.</summary>
    public static PerkCatalog? CopyIfMissing(string path, string dockKey, ILogger log)
    {
        if (!File.Exists(path))
        {
            OwnedFile.WritePublic(path, WithDockKey(File.ReadAllText(CatalogOptions.ShippedFile), dockKey));
            log.Made(path);
        }

        return CatalogText.Decode(File.ReadAllBytes(path)).Catalog;
    }

    /// <summary>The dock's own key stands in its entry, so that receipts which <c>edge receipt sign</c> makes are believed here.</summary>
    private static string WithDockKey(string catalog, string dockKey) =>
        catalog.Replace(DockEntry, $"{DockEntry}, \"receiptKey\": \"{dockKey}\"", StringComparison.Ordinal);

    /// <summary>Every consent that the catalog's perks can ask for.</summary>
    public static IReadOnlyCollection<Contract> ContractsOf(PerkCatalog catalog) =>
        catalog.Partners.SelectMany(partner => catalog.Perks.Where(partner.HasContracted).Select(perk => new Contract(perk.Scene, partner.Id))).ToHashSet();
}
