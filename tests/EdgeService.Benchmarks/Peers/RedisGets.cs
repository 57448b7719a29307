using System.Globalization;
using System.Net;
using System.Net.Sockets;
using EdgeService.Benchmarks.Load;

namespace EdgeService.Benchmarks.Peers;

/// <summary>GET of Redis under its own load program: one key, a value as large as an entry of the snapshot, as many under way as gRPC calls are.</summary>
internal sealed class RedisGets(string name, PeerProcess server, int port, int pipeline) : Peer(name, () => Task.FromResult(server.Cpu))
{
    private const int ValueBytes = 8;

    /// <summary>A server that keeps nothing on disk, on a port of loopback that was free.</summary>
    public static (PeerProcess Server, int Port) Start(string folder)
    {
        var port = FreePort();
        var server = PeerProcess.Start(
            "redis-server", ["--port", Text(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder], "Ready to accept connections");
        PeerProcess.Run("redis-benchmark", [.. Words(port, clients: 1, pipeline: 1, calls: 1, command: "set")]);
        return (server, port);
    }

    protected override Task<LoadResult> LoadAsync(LoadShape shape, int calls) => Task.FromResult(new LoadResult(calls, Run(shape, calls).CallsPerSecond));

    protected override Task<LatencyResult> TimeAsync(LoadShape shape, int calls, double? callsPerSecond) => callsPerSecond is null
        ? Task.FromResult(Run(shape, calls))
        : throw new NotSupportedException("redis-benchmark keeps no pace.");

    private static IEnumerable<string> Words(int port, int clients, int pipeline, int calls, string command) =>
        ["-p", Text(port), "-c", Text(clients), "-P", Text(pipeline), "-n", Text(calls), "-d", Text(ValueBytes), "-t", command, "--csv"];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private LatencyResult Run(LoadShape shape, int calls) =>
        RedisBenchmarkOutput.Read(PeerProcess.Run("redis-benchmark", [.. Words(port, Math.Max(1, shape.InFlight / pipeline), pipeline, calls, "get")]));
}
