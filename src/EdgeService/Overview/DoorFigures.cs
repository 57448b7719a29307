namespace EdgeService.Overview;

/// <summary>What is under way at this edge's doors.</summary>
/// <param name="StartedAt">When the service started.</param>
/// <param name="Calls">Unary calls.</param>
/// <param name="Streams">Streams.</param>
/// <param name="Connections">Connections with a proven identity.</param>
/// <param name="Watchers">How many look at the figures.</param>
public sealed record DoorFigures(DateTimeOffset StartedAt, Fill Calls, Fill Streams, Fill Connections, int Watchers);

/// <summary>How full something is.</summary>
/// <param name="Now">What is there.</param>
/// <param name="Most">What there may be.</param>
public readonly record struct Fill(int Now, int Most)
{
    /// <summary>From 0 to 1; operators' reserved places may take it beyond.</summary>
    public double Share => Most == 0 ? 0 : (double)Now / Most;
}
