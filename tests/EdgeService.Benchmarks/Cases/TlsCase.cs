using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Load;
using EdgeService.Benchmarks.Serving;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// What encryption adds to a call: plain HTTP/2, TLS, and TLS with certificates on both sides, by the same client on the same machine. The edge has no door with
/// TLS alone, so that step is the empty server's. The bars are ours; the design names none.
/// </summary>
internal static class TlsCase
{
    private const double Bar = 0.6;
    private const double IdentityBar = 0.9;
    private const int Members = 64;
    private const int WarmUps = 3;

    public static BenchmarkCase Case { get; } = new("tls", "calls over plain HTTP/2 beside TLS and certificates on both sides", RunAsync);

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        await using var pair = await ServedPair.StartAsync();
        using var bodies = new CheckBodies(pair.Home);
        await bodies.FindAsync(Members, body => pair.Edge.AskAsync(AskedEdge.Check, body));
        using var doors = new Doors(pair);
        report.Note($"64 callers on 4 connections, {Members} eligible members a round; processor time of the server a call");
        List<TlsRound> rounds = [];
        for (var round = 1 - WarmUps; round <= settings.Rounds; round++)
        {
            var measured = await doors.RoundAsync(bodies.Fresh(round + WarmUps), settings.Calls / 8);
            if (round <= 0)
                continue;
            rounds.Add(measured);
            report.Note(measured.Line(round));
        }

        return
        [
            new BarResult("check", [.. rounds.Select(round => round.CheckPlain / round.CheckMutual)], Bar, BarSense.AtLeast, Principal: true),
            new BarResult("empty", [.. rounds.Select(round => round.EmptyPlain / round.EmptyTls)], Bar, BarSense.AtLeast),
            new BarResult("certificate", [.. rounds.Select(round => round.EmptyTls / round.EmptyMutual)], IdentityBar, BarSense.AtLeast),
        ];
    }

    /// <summary>Connections to each door, kept over the rounds: terminals stay connected.</summary>
    private sealed class Doors(ServedPair pair) : IDisposable
    {
        private readonly MutualLoad _emptyPlain = Open(pair, pair.Empty, "http");
        private readonly MutualLoad _emptyMutual = Open(pair, pair.Empty, "https");
        private readonly MutualLoad _emptyTls = Open(pair, pair.Empty, "https", door: 1);
        private readonly MutualLoad _checkPlain = Open(pair, pair.Edge, "http");
        private readonly MutualLoad _checkMutual = Open(pair, pair.Edge, "https");

        public async Task<TlsRound> RoundAsync(IReadOnlyList<byte[]> messages, int calls)
        {
            async Task<double> CostAsync(ServedProcess server, MutualLoad load) =>
                (await MeasuredRound.OfAsync(server, () => load.RunAsync(messages, calls))).CpuMicroseconds;
            return new TlsRound(
                await CostAsync(pair.Empty, _emptyPlain),
                await CostAsync(pair.Empty, _emptyTls),
                await CostAsync(pair.Empty, _emptyMutual),
                await CostAsync(pair.Edge, _checkPlain),
                await CostAsync(pair.Edge, _checkMutual));
        }

        public void Dispose() => Array.ForEach([_emptyPlain, _emptyMutual, _emptyTls, _checkPlain, _checkMutual], load => load.Dispose());

        private static MutualLoad Open(ServedPair pair, ServedProcess server, string scheme, int door = 0) => new(server.Url(scheme, AskedEdge.Check, door), pair.Pki, "bike-dock");
    }

    /// <summary>Microseconds of processor time a call.</summary>
    private readonly record struct TlsRound(double EmptyPlain, double EmptyTls, double EmptyMutual, double CheckPlain, double CheckMutual)
    {
        public string Line(int number) => string.Create(
            CultureInfo.InvariantCulture,
            $"  round {number}: empty plain {EmptyPlain:0.00} us, TLS {EmptyTls:0.00}, both sides {EmptyMutual:0.00}; check plain {CheckPlain:0.00}, both sides {CheckMutual:0.00}");
    }
}
