using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Lookups;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// What finding a member costs beside the least that memory allows: one read from a random place of the same mapping which depends on the read before it.
/// </summary>
internal static class LookupCase
{
    private const double ChainedBar = 2.0;
    private const double BatchedBar = 0.3;
    private const int Steps = 2_000_000;
    private const int Seed = 2018;

    public static BenchmarkCase Case { get; } = new("lookup", "finding a member, alone and a hundred together, beside one random read", RunAsync);

    private static Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        var made = BenchmarkSnapshot.Of(settings, report);
        using var file = new MappedSnapshot(made.FilePath);
        report.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{file.View.Metadata.MemberCount:N0} members, {file.Length:N0} bytes, whole in memory and verified; {Steps:N0} steps a round, seed {Seed}"));
        var rounds = LookupRounds.Draw(file, Steps, new Random(Seed));
        Measure(rounds);
        var measured = Enumerable.Range(1, settings.Rounds).Select(number =>
        {
            var round = Measure(rounds);
            report.Note(round.Line(number));
            return round;
        }).ToList();
        return Task.FromResult<IReadOnlyList<BarResult>>(
        [
            new BarResult("chained", [.. measured.Select(round => round.Chained / round.Read)], ChainedBar, BarSense.AtMost, Principal: true),
            new BarResult("batched", [.. measured.Select(round => round.Batched / round.Read)], BatchedBar, BarSense.AtMost),
        ]);
    }

    private static LookupRound Measure(LookupRounds rounds) => LookupRound.Of(rounds.Measure());

    /// <summary>Nanoseconds a step.</summary>
    private readonly record struct LookupRound(double Read, double Chained, double Batched)
    {
        public static LookupRound Of((double Read, double Chained, double Batched) measured) => new(measured.Read, measured.Chained, measured.Batched);

        public string Line(int number) => string.Create(
            CultureInfo.InvariantCulture, $"round {number}: random read {Read:0.0} ns, chained {Chained:0.0} ns, batched {Batched:0.0} ns a member");
    }
}
