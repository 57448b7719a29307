using System.Diagnostics.Metrics;
using EdgeService.Audit;
using EdgeService.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Tests.Hosting;

/// <summary>An audit log that was never opened, for what only notes something in passing.</summary>
public static class UnopenedAudit
{
    public static AuditTrail Trail() => Trail(new AuditOptions(), new AuditIdentity(1, new byte[32]), TimeProvider.System);

    /// <summary>A log of its own, to be opened.</summary>
    public static AuditTrail Trail(AuditOptions options, AuditIdentity identity, TimeProvider clock) =>
        new(options, () => identity, clock, Meter(), NullLogger<AuditTrail>.Instance);

    private static EdgeMeter Meter() => new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());
}
