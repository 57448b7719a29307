using System.Reflection;
using EdgeService.Telemetry;

namespace EdgeService.Audit;

/// <summary>Writes every second what may wait that long, and the rest when the service stops.</summary>
public sealed class AuditTending(AuditTrail audit, TimeProvider clock, ILogger<AuditTending> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Hosted services stop in the reverse order of their start: this one, the first, after all that has something to note.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        audit.Note("service.stopped", VersionOf());
        audit.Flush(ending: true);
    }

    internal static string VersionOf() => $"version:{typeof(AuditTending).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                FlushOnce();
        }
        catch (OperationCanceledException)
        {
            // The service stops.
        }
    }

    private void FlushOnce()
    {
        try
        {
            audit.Flush();
        }
        catch (Exception unforeseen)
        {
            log.AuditFlushFailed(unforeseen);
        }
    }
}
