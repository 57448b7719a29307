using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Serving;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// What the full unary check costs beside an empty call: presence, standing, limit and sealing included. Two doors: plain
/// HTTP/2 under h2load, one member a round; TLS with certificates on both sides, many members a round.
/// </summary>
internal static class CheckCase
{
    private const double CpuBar = 0.80;
    private const int AllocationBarBytes = 1024;
    private const int MembersARound = 64;
    private const int WarmUps = 4;

    public static BenchmarkCase Case { get; } = new("check", $"a full unary check of {CheckBodies.PerkId} beside an empty call", RunAsync) { Missing = H2Load.Missing };

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        await using var pair = await ServedPair.StartAsync(Environment.GetEnvironmentVariable("HACK") is not null);
        using var bodies = new CheckBodies(pair.Home);
        await bodies.FindAsync(MembersARound, body => pair.Edge.AskAsync(AskedEdge.Check, body));
        report.Note("cpu: plain HTTP/2, h2load, 4 connections of 32 calls, one eligible member a round");
        var plain = await RoundsAsync(settings.Rounds, report, async round => await PlainRoundAsync(pair, bodies.Fresh(round)[0], settings.Calls));
        report.Note($"mtls: TLS 1.3 with client certificate, 64 callers on 4 connections, {MembersARound} eligible members a round");
        using var toEdge = new MutualLoad(pair.Edge.Url("https", AskedEdge.Check), pair.Pki, "bike-dock");
        using var toEmpty = new MutualLoad(pair.Empty.Url("https", AskedEdge.Check), pair.Pki, "bike-dock");
        var mutual = await RoundsAsync(settings.Rounds, report, async round =>
        {
            var messages = bodies.Fresh(round);
            return new CheckRound(
                await MeasuredRound.OfAsync(pair.Empty, () => toEmpty.RunAsync(messages, settings.Calls / 4)),
                await MeasuredRound.OfAsync(pair.Edge, () => toEdge.RunAsync(messages, settings.Calls / 4)));
        });
        return
        [
            new BarResult("cpu", [.. plain.Select(round => round.CpuRatio)], CpuBar, BarSense.AtLeast, Principal: true),
            new BarResult("mtls", [.. mutual.Select(round => round.CpuRatio)], CpuBar, BarSense.AtLeast),
            new BarResult("allocation", [.. plain.Select(round => round.BytesBeyond / AllocationBarBytes)], 1.0, BarSense.AtMost),
        ];
    }

    private static async Task<IReadOnlyList<CheckRound>> RoundsAsync(int rounds, BenchmarkReport report, Func<int, Task<CheckRound>> run)
    {
        List<CheckRound> measured = [];
        for (var round = -WarmUps; round < rounds; round++)
        {
            var result = await run(round + WarmUps);
            if (round >= 0)
            {
                measured.Add(result);
                report.Note(result.Line(round + 1));
            }
        }

        return measured;
    }

    private static async Task<CheckRound> PlainRoundAsync(ServedPair pair, byte[] body, int calls)
    {
        var answer = await pair.Edge.AskAsync(AskedEdge.Check, body);
        var empty = await MeasuredRound.OfAsync(pair.Empty, () => LoadAsync(pair.Empty, body, calls, GrpcFrame.HeaderSize));
        var edge = await MeasuredRound.OfAsync(pair.Edge, () => LoadAsync(pair.Edge, body, calls, answer.Length - 2));
        return CheckBodies.IsEligible(await pair.Edge.AskAsync(AskedEdge.Check, body))
            ? new CheckRound(empty, edge)
            : throw new InvalidDataException("The member was eligible before the round and is not after it.");
    }

    private static Task<LoadResult> LoadAsync(ServedProcess server, byte[] body, int calls, int leastBytes) =>
        Task.FromResult(H2Load.Run(server.Url("http", AskedEdge.Check), body, calls, leastBytes, AskedEdge.Headers));

    /// <summary>One round on both sides.</summary>
    private readonly record struct CheckRound(MeasuredRound Empty, MeasuredRound Edge)
    {
        public double CpuRatio => Empty.CpuMicroseconds / Edge.CpuMicroseconds;

        public double BytesBeyond => Edge.AllocatedBytes - Empty.AllocatedBytes;

        public string Line(int number) => string.Create(
            CultureInfo.InvariantCulture,
            $"  round {number}: empty {Empty.Line}; check {Edge.Line}; ratio {CpuRatio:0.000}, {BytesBeyond:0} B beyond");
    }
}
