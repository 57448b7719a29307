using System.Diagnostics;
using EdgeService.Benchmarks.Load;

namespace EdgeService.Benchmarks.Swapping;

/// <summary>
/// Checks at a steady rate, whatever becomes of those before: each has its moment, and its latency counts from that moment, so that a server that
/// stalls is charged for the calls that came meanwhile; a call that the timer let go early counts from when it went. Every call that is not answered with a
/// decision is counted as failed.
/// </summary>
internal sealed class PacedLoad : IDisposable
{
    private const int Connections = 4;

    private readonly HttpMessageInvoker[] _connections;
    private readonly Uri _url;
    private readonly int _callsPerSecond;

    public PacedLoad(Uri url, string pki, string clientName, int callsPerSecond)
    {
        (_url, _callsPerSecond) = (url, callsPerSecond);
        _connections = MutualConnections.Open(Connections, pki, clientName);
    }

    /// <summary>Calls for so long; <paramref name="bodies"/> is asked for fresh bodies every few seconds, for proofs of presence end.</summary>
    public async Task<PacedResult> RunAsync(TimeSpan duration, Func<IReadOnlyList<byte[]>> bodies)
    {
        var result = new PacedResult();
        List<Task> calls = [];
        var fresh = bodies();
        var asked = Stopwatch.StartNew();
        var watch = Stopwatch.StartNew();
        for (var call = 0L; watch.Elapsed < duration; call++)
        {
            var due = TimeSpan.FromSeconds((double)call / _callsPerSecond);
            while (due - watch.Elapsed is var early && early > TimeSpan.FromMilliseconds(1))
                await Task.Delay(early);
            if (asked.Elapsed > TimeSpan.FromSeconds(20))
            {
                fresh = bodies();
                asked.Restart();
            }

            calls.Add(CallAsync(_connections[call % Connections], fresh[(int)(call % fresh.Count)], due, watch, result));
            if (calls.Count > 4 * _callsPerSecond)
                calls.RemoveAll(done => done.IsCompletedSuccessfully);
        }

        await Task.WhenAll(calls);
        return result;
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());

    private async Task CallAsync(HttpMessageInvoker connection, byte[] body, TimeSpan due, Stopwatch watch, PacedResult result)
    {
        var from = watch.Elapsed < due ? watch.Elapsed : due;
        try
        {
            await GrpcPost.CallAsync(connection, _url, body);
            result.Answered(watch.Elapsed - from);
        }
        catch (Exception failed) when (failed is HttpRequestException or InvalidDataException or IOException)
        {
            result.Failed(failed);
        }
    }
}
