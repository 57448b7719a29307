using System.Diagnostics;
using EdgeService.Benchmarks.Serving;

namespace EdgeService.Benchmarks.Load;

/// <summary>
/// Load over TLS with a client certificate, which h2load cannot present, or over plain HTTP/2 by the same means. Works through many prepared messages, so
/// that one round meets many members. It shares the machine with the server: read processor time, not throughput, from its rounds.
/// </summary>
internal sealed class MutualLoad : IDisposable
{
    private const int Connections = 4;
    private const int CallersEach = 16;
    private readonly HttpMessageInvoker[] connections;
    private readonly Uri url;
    private readonly string? terminal;

    /// <param name="url">The method, with or without TLS.</param>
    /// <param name="pki">Folder with the authority's and the client's certificates.</param>
    /// <param name="clientName">Name of the client's files.</param>
    public MutualLoad(Uri url, string pki, string clientName)
    {
        this.url = url;
        terminal = url.Scheme == "http" ? AskedEdge.Terminal : null;
        connections = MutualConnections.Open(Connections, pki, clientName);
    }

    /// <summary>Makes <paramref name="calls"/> calls, taking the bodies in turn. A call without an answer is a fault.</summary>
    public async Task<LoadResult> RunAsync(IReadOnlyList<byte[]> bodies, int calls)
    {
        var next = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(connections.SelectMany(connection => Enumerable.Range(0, CallersEach).Select(async _ =>
        {
            for (var call = Interlocked.Increment(ref next); call <= calls; call = Interlocked.Increment(ref next))
            {
                await GrpcPost.CallAsync(connection, url, bodies[call % bodies.Count], terminal);
            }
        })));
        return new LoadResult(calls, calls / watch.Elapsed.TotalSeconds);
    }

    public void Dispose() => Array.ForEach(connections, connection => connection.Dispose());
}
