using EdgeService.Benchmarks.Bars;

namespace EdgeService.Benchmarks.Cases;

/// <summary>One thing that is measured against its bars.</summary>
internal sealed record BenchmarkCase(
    string Name,
    string Measures,
    Func<BenchmarkSettings, BenchmarkReport, Task<IReadOnlyList<BarResult>>> RunAsync)
{
    /// <summary>Says which outside program the case lacks here and how to get it; null when it lacks none.</summary>
    public Func<string?> Missing { get; init; } = () => null;
}

/// <summary>Every case, in the order of <c>--all</c>.</summary>
internal static class BenchmarkCatalog
{
    public static IReadOnlyList<BenchmarkCase> All { get; } = [CheckCase.Case, BuildCase.Case, LookupCase.Case, StartCase.Case, RedeemSqliteCase.Case, RedeemPostgresCase.Case];
}
