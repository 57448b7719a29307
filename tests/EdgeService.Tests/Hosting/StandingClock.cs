namespace EdgeService.Tests.Hosting;

/// <summary>A clock whose ticks too stand until they are told to pass.</summary>
public sealed class StandingClock : TimeProvider
{
    private long _ticks = TimeSpan.TicksPerDay;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _ticks;

    public void Pass(TimeSpan time) => _ticks += time.Ticks;
}
