using EdgeService.Benchmarks.Load;

namespace EdgeService.Benchmarks.Peers;

/// <summary>One server of the comparison, as it is measured.</summary>
internal abstract class Peer(string name, Func<Task<TimeSpan>> cpu)
{
    private const int LeastCalls = 2_000;

    /// <summary>So that opening the connections, which a round begins with, weighs less.</summary>
    private const int LeastCallsAConnection = 40;
    private double _rate = 1_000;

    public string Name => name;

    /// <summary>Puts load on it for about so long, by its pace of the time before.</summary>
    public async Task<PeerRound> MeasureAsync(LoadShape shape, TimeSpan duration)
    {
        var calls = CallsIn(shape, duration, _rate);
        var before = await cpu();
        var load = await LoadAsync(shape, calls);
        var used = await cpu() - before;
        _rate = load.CallsPerSecond;
        return new PeerRound(load.CallsPerSecond, used.TotalMicroseconds / calls);
    }

    /// <summary>How long calls take when they are made as fast as they are answered, or at so many a second.</summary>
    public Task<LatencyResult> TimeAsync(LoadShape shape, TimeSpan duration, double? callsPerSecond = null) =>
        TimeAsync(shape, CallsIn(shape, duration, callsPerSecond ?? _rate), callsPerSecond);

    protected abstract Task<LoadResult> LoadAsync(LoadShape shape, int calls);

    protected abstract Task<LatencyResult> TimeAsync(LoadShape shape, int calls, double? callsPerSecond);

    private static int CallsIn(LoadShape shape, TimeSpan duration, double callsPerSecond) =>
        Math.Max(Math.Max(LeastCalls, LeastCallsAConnection * shape.Connections), (int)(callsPerSecond * duration.TotalSeconds));
}

/// <summary>What one round on one server came to.</summary>
internal readonly record struct PeerRound(double CallsPerSecond, double CpuMicroseconds)
{
    /// <summary>How many cores the server had, of those that load and server shared.</summary>
    public double Cores => CallsPerSecond * CpuMicroseconds / 1e6;
}
