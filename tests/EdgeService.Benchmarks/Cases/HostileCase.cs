using System.Diagnostics;
using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Hostile;
using EdgeService.Tests.Doors.Hostile;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// What honest terminals get done while others attack the edge's door, beside what they get done while an idle sink burns as much processor time as
/// the attackers did. Every attack by itself, and three of them together. The attackers hold certificates, or none, as is worst.
/// </summary>
internal static class HostileCase
{
    private const double GoodputBar = 0.8;
    private const double MayGrowMiB = 256;
    private const string Together = "together";

    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(3);

    private static readonly (string Name, string[] Attacks)[] Rounds =
    [
        (Together, ["rapid-reset", "slow-bodies", "idle-certified"]),
        .. Attack.All.Select(attack => (attack.Name, new[] { attack.Name })),
    ];

    /// <summary>What <c>--attack</c> may name.</summary>
    public static IEnumerable<string> Names => Rounds.Select(round => round.Name);

    public static BenchmarkCase Case { get; } = new("hostile", "what honest terminals get done under attack, beside an idle sink that burns as much", RunAsync);

    private static async Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        await using var edge = await AttackedEdge.StartAsync();
        report.Note("16 honest docks of four callers each, as fast as they are answered; attackers on another address");
        await edge.AskAsync(0, Round);
        var resident = edge.Edge.ResidentBytes;
        var rounds = settings.Attacks.Count == 0 ? Rounds : [.. Rounds.Where(round => settings.Attacks.Contains(round.Name))];
        var ratios = rounds.ToDictionary(round => round.Name, _ => new List<double>());
        List<double> growths = [];
        foreach (var (_, attacks) in rounds)
            await MeasureAsync(edge, 0, "begin " + string.Join(' ', attacks));
        for (var round = 1; round <= settings.Rounds; round++)
        {
            foreach (var (name, attacks) in rounds)
            {
                ratios[name].Add(await RoundAsync(edge, round, name, attacks, report));
                growths.Add((edge.Edge.ResidentBytes - resident) / MayGrowMiB / (1 << 20));
            }
        }

        return
        [
            .. ratios.Select(attack => new BarResult(attack.Key, attack.Value, GoodputBar, BarSense.AtLeast, Principal: attack.Key == rounds[0].Name)),
            new BarResult("memory", [growths.Max()], 1, BarSense.AtMost),
        ];
    }

    private static async Task<double> RoundAsync(AttackedEdge edge, int round, string name, string[] attacks, BenchmarkReport report)
    {
        var attacked = await MeasureAsync(edge, round, "begin " + string.Join(' ', attacks));
        var beside = await MeasureAsync(edge, round, string.Create(CultureInfo.InvariantCulture, $"burn {attacked.Cores:0.000}"));
        var ratio = attacked.Goodput.CallsPerSecond / beside.Goodput.CallsPerSecond;
        report.Note(string.Create(
            CultureInfo.InvariantCulture, $"  round {round}, {name}: {attacked.Line}; sink {beside.Line}; ratio {ratio:0.000}; {edge.Edge.ResidentBytes >> 20} MiB; {attacked.Said}"));
        return ratio;
    }

    /// <summary>Has the docks ask while the other side does as it is ordered. Once before the rounds, for the compiler to settle.</summary>
    private static async Task<Measured> MeasureAsync(AttackedEdge edge, int round, string order)
    {
        await edge.Attacker.AskAsync(order);
        await Task.Delay(Settling);
        var (attackers, server, docks, watch) =
            (await edge.Attacker.UsageAsync(), await edge.Edge.UsageAsync(), Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        var goodput = await edge.AskAsync(round, Round);
        var (burnt, served, asked) =
            ((await edge.Attacker.UsageAsync() - attackers).Cpu, (await edge.Edge.UsageAsync() - server).Cpu, Environment.CpuUsage.TotalTime - docks);
        var time = watch.Elapsed;
        return new Measured(goodput, burnt / time, served / time, asked / time, await edge.Attacker.AskAsync("end"));
    }

    /// <summary>One side of a round: what was got done, and how many cores the other side, the edge and the docks burnt.</summary>
    private readonly record struct Measured(Goodput Goodput, double Cores, double Edge, double Docks, string Said)
    {
        public string Line => string.Create(
            CultureInfo.InvariantCulture, $"{Goodput.CallsPerSecond:0}/s, {Goodput.Late} late, {Goodput.Failed} failed, {Cores:0.00} cores burnt, edge {Edge:0.00}, docks {Docks:0.00}");
    }
}
