namespace EdgeService.Tests.Hosting;

/// <summary>A clock that stands until it is set. Its timers run on real time.</summary>
public sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}
