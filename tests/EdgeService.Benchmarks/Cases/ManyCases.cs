using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Serving;
using Perks.Edge.V1;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// Decisions a second of processor time when many are asked together, in batches or as messages of streams, beside those of unary calls: the same members on the
/// same edge, plain HTTP/2 under h2load.
/// </summary>
internal static class ManyCases
{
    private const double StreamBar = 3;
    private const double BatchBar = 5;
    private const int Members = 64;
    private const int WarmUps = 3;

    /// <summary>Answers differ by a few bytes, such as in the age of the basis.</summary>
    private const double LeastShare = 0.97;

    private static readonly Together Streams = new(
        AskedEdge.Stream, Asked: 1000, CallsEach: 4, (bodies, count) => bodies.Stream(count),
        answer => GrpcFrame.Read(answer).Select(message => StreamEligibilityResponse.Parser.ParseFrom(message.Span).Result));

    private static readonly Together Batches = new(
        AskedEdge.Batch, Asked: 100, CallsEach: 32, (bodies, count) => bodies.Batch(count),
        answer => BatchCheckEligibilityResponse.Parser.ParseFrom(GrpcFrame.Read(answer).Single().Span).Results);

    public static BenchmarkCase Stream { get; } = Of("stream", "decisions on streams beside unary ones", StreamBar, Streams);

    public static BenchmarkCase Batch { get; } = Of("batch", "decisions in batches of a hundred beside unary ones", BatchBar, Batches);

    private static BenchmarkCase Of(string name, string measures, double bar, Together together) =>
        new(name, measures, (settings, report) => RunAsync(settings, report, bar, together)) { Missing = H2Load.Missing };

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report, double bar, Together together)
    {
        await using var pair = await ServedPair.StartAsync(ServedPair.OnFramework);
        using var bodies = new CheckBodies(pair.Home);
        await bodies.FindAsync(Members, body => pair.Edge.AskAsync(AskedEdge.Check, body));
        report.Note($"plain HTTP/2, h2load, 4 connections; {together.Asked} together, {together.CallsEach} calls a connection; {Members} eligible members; processor time of the server a decision");
        List<double> ratios = [];
        for (var round = 1 - WarmUps; round <= settings.Rounds; round++)
        {
            var unary = await UnaryAsync(pair.Edge, bodies.Fresh(round + WarmUps)[0], settings.Calls);
            var many = await ManyAsync(pair.Edge, bodies, settings.Calls, together);
            if (round <= 0)
                continue;
            ratios.Add(unary.CpuMicroseconds / many.CpuMicroseconds);
            report.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"  round {round}: unary {unary.Line}; together {many.CpuMicroseconds:0.00} us, {many.AllocatedBytes:0} B a decision, {many.CallsPerSecond:0} decisions/s; ratio {ratios[^1]:0.000}"));
        }

        return [new BarResult("decisions", ratios, bar, BarSense.AtLeast, Principal: true)];
    }

    private static async Task<MeasuredRound> UnaryAsync(ServedProcess edge, byte[] body, int calls)
    {
        var least = (await edge.AskAsync(AskedEdge.Check, body)).Length - 2;
        return await MeasuredRound.OfAsync(edge, () => Task.FromResult(H2Load.Run(edge.Url("http", AskedEdge.Check), body, calls, least, AskedEdge.Headers)));
    }

    private static async Task<MeasuredRound> ManyAsync(ServedProcess edge, CheckBodies bodies, int decisions, Together together)
    {
        var body = together.Body(bodies, together.Asked);
        var answer = await edge.AskAsync(together.Method, body);
        var eligible = together.Answers(answer).Count(result => result.Decision?.Outcome == Outcome.Eligible);
        if (eligible != together.Asked)
            throw new InvalidDataException($"Of {together.Asked} eligible members {eligible} were answered so.");
        var (calls, least) = (Math.Max(decisions / together.Asked, 4 * together.CallsEach), (int)(answer.Length * LeastShare));
        return await MeasuredRound.OfAsync(edge, () =>
        {
            var load = H2Load.Run(edge.Url("http", together.Method), body, calls, least, AskedEdge.Headers, together.CallsEach);
            return Task.FromResult(new LoadResult(load.Calls * together.Asked, load.CallsPerSecond * together.Asked));
        });
    }

    /// <summary>One way of asking many questions together.</summary>
    private sealed record Together(string Method, int Asked, int CallsEach, Func<CheckBodies, int, byte[]> Body, Func<byte[], IEnumerable<CheckResult>> Answers);
}
