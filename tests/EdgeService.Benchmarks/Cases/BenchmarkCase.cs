using EdgeService.Benchmarks.Bars;

namespace EdgeService.Benchmarks.Cases;

/// <summary>One thing that is measured against its bars.</summary>
internal sealed record BenchmarkCase(
    string Name,
    string Measures,
    Func<BenchmarkSettings, BenchmarkReport, Task<IReadOnlyList<BarResult>>> RunAsync)
{
    /// <summary>Whether the case runs only when it is named: it takes many minutes.</summary>
    public bool ByNameOnly { get; init; }

    /// <summary>Says which outside program the case lacks here and how to get it; null when it lacks none.</summary>
    public Func<string?> Missing { get; init; } = () => null;
}
