using EdgeService.Audit;
using EdgeService.Telemetry;
using EdgeService.Watching;
using Microsoft.Extensions.Options;

namespace EdgeService.Catalog;

/// <summary>Looks at the catalog file again and again. Looking is cheaper than being told, and works on every file system.</summary>
public sealed class CatalogWatch(CurrentCatalog current, IOptions<CatalogOptions> options, AuditTrail audit, TimeProvider clock, ILogger<CatalogWatch> log)
    : RepeatedLook(TimeSpan.FromSeconds(options.Value.ScanSeconds), clock)
{
    /// <summary>One look, with what it brought in the log.</summary>
    public CatalogScan Look()
    {
        var scan = current.Scan();
        if (scan.Faults.Count > 0)
        {
            log.CatalogRefused(options.Value.File, string.Join("; ", scan.Faults));
            audit.Note("catalog.refused", $"{scan.Faults.Count} faults, the first at {scan.Faults[0].Path}", "REFUSED");
        }

        if (scan.Adopted is { } adopted)
        {
            log.CatalogInUse(adopted.Revision, adopted.Perks.Count, options.Value.File);
            audit.Note("catalog.adopted", $"catalog:{adopted.Revision}");
        }

        return scan;
    }

    protected override void LookOnce() => Look();

    protected override void Report(Exception unforeseen) => log.CatalogLookFailed(unforeseen, options.Value.File);
}
