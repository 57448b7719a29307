using EdgeService.Benchmarks.Load;

namespace EdgeService.Benchmarks.Peers;

/// <summary>A gRPC server at its door where both sides show a certificate, under a client of .NET.</summary>
internal sealed class MutualPeer(string name, MutualLoad load, Func<Task<TimeSpan>> cpu, Func<IReadOnlyList<byte[]>> bodies) : IDisposable
{
    public string Name => name;

    public async Task<PeerRound> MeasureAsync(int calls)
    {
        var fresh = bodies();
        var before = await cpu();
        var result = await load.RunAsync(fresh, calls);
        return new PeerRound(result.CallsPerSecond, (await cpu() - before).TotalMicroseconds / calls);
    }

    public void Dispose() => load.Dispose();
}
