using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using EdgeService.Benchmarks.Load;

namespace EdgeService.Benchmarks.Hostile;

/// <summary>Terminals, each on a connection of its own, that ask as fast as they are answered. What is not answered within a second is lost to them.</summary>
internal sealed class HonestDocks(Uri url, string authorityFile, IReadOnlyList<X509Certificate2> certificates) : IDisposable
{
    private const int CallersEach = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly HttpMessageInvoker[] _connections =
        [.. certificates.Select(certificate => MutualConnections.Open(X509CertificateLoader.LoadCertificateFromFile(authorityFile), certificate))];

    /// <summary>Asks for so long, each dock with bodies of its own; counts what was answered in time, what was late and what failed.</summary>
    public async Task<Goodput> AskAsync(IReadOnlyList<IReadOnlyList<byte[]>> bodies, TimeSpan time)
    {
        var (next, good, late, failed) = (0, 0, 0, 0);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(_connections.SelectMany((connection, dock) => Enumerable.Range(0, CallersEach).Select(async _ =>
        {
            while (watch.Elapsed < time)
            {
                var asked = watch.Elapsed;
                try
                {
                    await GrpcPost.CallAsync(connection, url, bodies[dock][Interlocked.Increment(ref next) % bodies[dock].Count]);
                    Interlocked.Increment(ref watch.Elapsed - asked <= Patience ? ref good : ref late);
                }
                catch (Exception end) when (end is HttpRequestException or InvalidDataException or IOException)
                {
                    Interlocked.Increment(ref failed);
                }
            }
        })));
        return new Goodput(good / watch.Elapsed.TotalSeconds, late, failed);
    }

    public void Dispose() => Array.ForEach(_connections, connection => connection.Dispose());
}

/// <summary>What honest callers got done.</summary>
internal readonly record struct Goodput(double CallsPerSecond, int Late, int Failed);
