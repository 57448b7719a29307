namespace EdgeService.Benchmarks.Lookups;

/// <summary>The snapshot a case reads: the file that was named.</summary>
internal sealed class BenchmarkSnapshot(string path) : IDisposable
{
    public string Path => path;

    public static BenchmarkSnapshot Of(BenchmarkSettings settings) => new(settings.Snapshot ?? throw new InvalidOperationException("Say --snapshot."));

    public void Dispose()
    {
    }
}
