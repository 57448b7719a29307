namespace EdgeService.Benchmarks.Cases;

/// <summary>Every case, in the order of <c>--all</c>, which leaves out those that run by name only.</summary>
internal static class BenchmarkCatalog
{
    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        CheckCase.Case, CheckCase.HotPath, PeersCase.Case, ManyCases.Stream, ManyCases.Batch, TlsCase.Case, TailCase.Case, IssueCase.Case, VerifyCase.Case, BuildCase.Case, LookupCase.Case,
        StartCase.Case, ScaleCase.Case, SwapCase.Case, SoakCase.Case, RedeemSqliteCase.Case, RedeemPostgresCase.Case, HostileCase.Case,
    ];
}
