using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Catalog;

/// <summary>Looks at the catalog file again and again. Looking is cheaper than being told, and works on every file system.</summary>
public sealed class CatalogWatch(CurrentCatalog current, IOptions<CatalogOptions> options, TimeProvider clock, ILogger<CatalogWatch> log)
    : BackgroundService
{
    /// <summary>One look, with what it brought in the log.</summary>
    public CatalogScan Look()
    {
        var scan = current.Scan();
        if (scan.Faults.Count > 0)
        {
            log.CatalogRefused(options.Value.File, string.Join("; ", scan.Faults));
        }

        if (scan.Adopted is { } adopted)
        {
            log.CatalogInUse(adopted.Revision, adopted.Perks.Count, options.Value.File);
        }

        return scan;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(options.Value.ScanSeconds), clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                LookAgain();
            }
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    /// <summary>A look whose failure, of whatever kind, must not end the service that goes on without it.</summary>
    private void LookAgain()
    {
        try
        {
            Look();
        }
        catch (Exception unforeseen)
        {
            log.CatalogLookFailed(unforeseen, options.Value.File);
        }
    }
}
