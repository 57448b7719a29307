using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Snapshots;

/// <summary>
/// Verifies in the background what is served and has not been asked for yet, with a bounded share of one core: a little work, then a rest in
/// proportion to how long it took.
/// </summary>
public sealed class SnapshotVerification(
    CurrentSnapshot current, IOptions<SnapshotOptions> options, TimeProvider clock, ILogger<SnapshotVerification> log) : BackgroundService
{
    private const int ChunksAtOnce = 64;

    private SnapshotProgress _progress;
    private long _reported;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
                await Task.Delay(VerifySome(), clock, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    /// <summary>Returns how long to rest.</summary>
    private TimeSpan VerifySome()
    {
        try
        {
            var start = clock.GetTimestamp();
            if (current.VerifySome(ref _progress, ChunksAtOnce))
                return clock.GetElapsedTime(start) * ((1 / options.Value.VerifyShare) - 1);
            ReportWhole();
        }
        catch (Exception unforeseen)
        {
            log.SnapshotVerificationFailed(unforeseen);
        }

        return TimeSpan.FromSeconds(options.Value.ScanSeconds);
    }

    private void ReportWhole()
    {
        if (current.Metadata is not { } served || served.Revision == _reported)
            return;
        _reported = served.Revision;
        log.SnapshotVerified(served.Revision);
    }
}
