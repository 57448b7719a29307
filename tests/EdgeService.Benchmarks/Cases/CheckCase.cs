using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Peers;
using EdgeService.Benchmarks.Serving;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// What the full unary check costs beside an empty call: presence, standing, limit and sealing included. Two doors: plain
/// HTTP/2 under h2load, one member a round; TLS with certificates on both sides, many members a round. Once on the framework's path, once answered directly.
/// </summary>
internal static class CheckCase
{
    private const int MembersARound = 64;
    private const int WarmUps = 4;

    public static BenchmarkCase Case { get; } = Of(new("check", "on the framework's path", ServedPair.OnFramework, CpuBar: 0.80, AllocationBarBytes: 1024));

    public static BenchmarkCase HotPath { get; } = Of(new("hotpath", "answered directly", ServedPair.Directly, CpuBar: 1.0, AllocationBarBytes: 64));

    private static BenchmarkCase Of(CheckPath path) => new(
        path.Name, $"a full unary check of {CheckBodies.PerkId} {path.How}, beside an empty call", (settings, report) => RunAsync(path, settings, report))
    { Missing = H2Load.Missing };

    private static async Task<IReadOnlyList<BarResult>> RunAsync(CheckPath path, BenchmarkSettings settings, BenchmarkReport report)
    {
        await using var pair = await ServedPair.StartAsync(path.Setting);
        await using var framed = await ServedProcess.StartAsync(FramedServer.Part);
        using var bodies = new CheckBodies(pair.Home);
        await bodies.FindAsync(MembersARound, body => pair.Edge.AskAsync(AskedEdge.Check, body));
        report.Note("cpu: plain HTTP/2, h2load, 4 connections of 32 calls, one eligible member a round; framed is an empty call on bare Kestrel, the least there is");
        var plain = await RoundsAsync(settings.Rounds, report, async round => await PlainRoundAsync(pair, framed, bodies.Fresh(round)[0], settings.Calls));
        report.Note($"mtls: TLS 1.3 with client certificate, 64 callers on 4 connections, {MembersARound} eligible members a round");
        using var toEdge = new MutualLoad(pair.Edge.Url("https", AskedEdge.Check), pair.Pki, "bike-dock");
        using var toEmpty = new MutualLoad(pair.Empty.Url("https", AskedEdge.Check), pair.Pki, "bike-dock");
        var mutual = await RoundsAsync(settings.Rounds, report, async round =>
        {
            var messages = bodies.Fresh(round);
            return new CheckRound(
                await MeasuredRound.OfAsync(pair.Empty, () => toEmpty.RunAsync(messages, settings.Calls / 4)),
                await MeasuredRound.OfAsync(pair.Edge, () => toEdge.RunAsync(messages, settings.Calls / 4)),
                null);
        });
        report.Measured(new MeasuredFigure(path.Name, "framed", new Dictionary<string, double>
        {
            ["us"] = Medians.Of(plain.Select(round => round.Framed!.Value.CpuMicroseconds)),
            ["empty-to-framed"] = Medians.Of(plain.Select(round => round.Empty.CpuMicroseconds / round.Framed!.Value.CpuMicroseconds)),
            ["bytes"] = Medians.Of(plain.Select(round => round.Framed!.Value.AllocatedBytes)),
        }));
        return
        [
            new BarResult("cpu", [.. plain.Select(round => round.CpuRatio)], path.CpuBar, BarSense.AtLeast, Principal: true),
            new BarResult("mtls", [.. mutual.Select(round => round.CpuRatio)], path.CpuBar, BarSense.AtLeast),
            new BarResult("allocation", [.. plain.Select(round => path.BytesOf(round) / path.AllocationBarBytes)], 1.0, BarSense.AtMost),
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

    private static async Task<CheckRound> PlainRoundAsync(ServedPair pair, ServedProcess framed, byte[] body, int calls)
    {
        var answer = await pair.Edge.AskAsync(AskedEdge.Check, body);
        var empty = await MeasuredRound.OfAsync(pair.Empty, () => LoadAsync(pair.Empty, body, calls, GrpcFrame.HeaderSize));
        var edge = await MeasuredRound.OfAsync(pair.Edge, () => LoadAsync(pair.Edge, body, calls, answer.Length - 2));
        var least = await MeasuredRound.OfAsync(framed, () => LoadAsync(framed, body, calls, GrpcFrame.HeaderSize));
        return CheckBodies.IsEligible(await pair.Edge.AskAsync(AskedEdge.Check, body))
            ? new CheckRound(empty, edge, least)
            : throw new InvalidDataException("The member was eligible before the round and is not after it.");
    }

    private static Task<LoadResult> LoadAsync(ServedProcess server, byte[] body, int calls, int leastBytes) =>
        Task.FromResult(H2Load.Run(server.Url("http", AskedEdge.Check), body, calls, leastBytes, AskedEdge.Headers));

    /// <summary>One way of answering.</summary>
    private sealed record CheckPath(string Name, string How, string Setting, double CpuBar, int AllocationBarBytes)
    {
        /// <summary>What a check allocates: beyond the framework's empty call where the framework answers, all of it where it does not, Kestrel's own included.</summary>
        public double BytesOf(CheckRound round) => round.Edge.AllocatedBytes - (Setting == ServedPair.OnFramework ? round.Empty.AllocatedBytes : 0);
    }

    /// <summary>One round on all sides; bare Kestrel has no door for certificates.</summary>
    private readonly record struct CheckRound(MeasuredRound Empty, MeasuredRound Edge, MeasuredRound? Framed)
    {
        public double CpuRatio => Empty.CpuMicroseconds / Edge.CpuMicroseconds;

        public string Line(int number) => string.Create(
            CultureInfo.InvariantCulture, $"  round {number}: empty {Empty.Line}; check {Edge.Line}{(Framed is { } framed ? $"; framed {framed.Line}" : "")}; ratio {CpuRatio:0.000}");
    }
}
