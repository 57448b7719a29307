using System.Reflection;
using EdgeService.Catalog;
using EdgeService.Ledger;
using EdgeService.Signing;
using EdgeService.Snapshots;
using EdgeService.Telemetry;
using Microsoft.Extensions.Options;

namespace EdgeService.Flow.Figures;

/// <summary>
/// Says to the edges of a shared ledger, now and then, how this one is, and hears how they are: for operators alone, and nothing else rests on it.
/// </summary>
public sealed class EdgeMeeting(ILedger ledger, CurrentSnapshot snapshot, CurrentCatalog catalog, IOptions<SigningOptions> signing, TimeProvider clock, ILogger<EdgeMeeting> log)
    : BackgroundService
{
    /// <summary>Time between two words of an edge: one that is silent for several is likely gone.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly DateTimeOffset _startedAt = clock.GetUtcNow();
    private volatile Known<IReadOnlyList<HeardEdge>> _heard = new(null, default, false);

    /// <summary>The version of the service and, as far as it is known, its source.</summary>
    public static string Version { get; } = (typeof(EdgeMeeting).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "").Split('+') switch
    {
        [var number, { Length: > 8 } source] => $"{number}, source {source[..8]}",
        [var number, ..] => number,
        _ => "",
    };

    /// <summary>All edges of the ledger as last heard, this one among them. Of a ledger that is not shared, nothing.</summary>
    internal Known<IReadOnlyList<HeardEdge>> Heard => _heard;

    /// <summary>Says and hears once.</summary>
    internal async Task MeetAsync(CancellationToken cancellation)
    {
        try
        {
            var now = clock.GetUtcNow();
            _heard = new(await ledger.MeetEdgesAsync(Own(), cancellation), now, true);
        }
        catch (LedgerUnavailableException)
        {
            _heard = _heard with { IsCurrent = false };
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            _heard = _heard with { IsCurrent = false };
            log.FiguresNotGathered(unforeseen);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!ledger.IsShared)
            return;
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            do
                await MeetAsync(stoppingToken);
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private EdgeSign Own() => new(
        signing.Value.EdgeNumber,
        Version,
        _startedAt,
        snapshot.Metadata?.Revision ?? 0,
        snapshot.AsOf ?? DateTimeOffset.UnixEpoch,
        catalog.IsThere ? catalog.Catalog.Revision : 0);
}
