using EdgeService.Benchmarks.Load;

namespace EdgeService.Benchmarks.Peers;

/// <summary>A gRPC server under h2load. The message is made anew for each load, for proofs of presence end.</summary>
internal sealed class GrpcPeer(string name, Uri url, Func<Task<TimeSpan>> cpu, Func<Task<PostedMessage>> message) : Peer(name, cpu)
{
    protected override async Task<LoadResult> LoadAsync(LoadShape shape, int calls) => H2Load.Run(url, await message(), shape, calls);

    protected override async Task<LatencyResult> TimeAsync(LoadShape shape, int calls, double? callsPerSecond) =>
        H2Load.Time(url, await message(), shape, calls, callsPerSecond);
}
