namespace EdgeTerminals.Setup;

/// <summary>The machine's clock, wrong by as much as it is told.</summary>
internal sealed class SkewedClock : TimeProvider
{
    public TimeSpan Skew { get; set; }

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Skew;
}
