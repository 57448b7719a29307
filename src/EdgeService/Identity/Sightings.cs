using System.Collections.Concurrent;
using EdgeService.Core.Registration;
using EdgeService.Telemetry;

namespace EdgeService.Identity;

/// <summary>When terminals were last seen, written down now and then: coarse enough that it costs calls nothing.</summary>
public sealed class Sightings(TerminalRegister register, ILogger<Sightings> log) : BackgroundService
{
    /// <summary>How much later a terminal must be seen again for it to be worth writing.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromMinutes(10);

    private const int MostKept = 200_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _seen = new(StringComparer.Ordinal);

    /// <summary>A terminal called. While the register cannot be written no more are kept than there can be terminals.</summary>
    public void Note(string urn, DateTimeOffset at)
    {
        if (_seen.Count < MostKept)
            _seen[urn] = at;
    }

    /// <summary>Writes what there is; what cannot be written is kept for the next time.</summary>
    public async Task WriteAsync(CancellationToken cancellation)
    {
        var sights = _seen.Select(seen => new TerminalSight(seen.Key, seen.Value)).ToArray();
        if (sights.Length == 0)
            return;
        try
        {
            await register.NoteSights(sights, cancellation);
            foreach (var sight in sights)
                _seen.TryRemove(new KeyValuePair<string, DateTimeOffset>(sight.Urn, sight.At));
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            log.SightsNotWritten(fault.Message, sights.Length);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            await WriteAsync(CancellationToken.None);
        }
    }
}
