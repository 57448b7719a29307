using System.Globalization;
using EdgeService.Benchmarks.Bars;
using EdgeService.Benchmarks.Building;
using EdgeService.Building.Files;
using EdgeService.Building.Population;
using EdgeService.Core.Members;

namespace EdgeService.Benchmarks.Cases;

/// <summary>
/// What it takes to build a snapshot: time, memory, size, each beside its bar for 520 million members; how fast CSV is read; and what Redis
/// takes to hold the same. With fewer members the time is scaled in proportion.
/// </summary>
internal static class BuildCase
{
    private const double WantedMembers = 520e6;
    private const double WantedSeconds = 180;
    private const double WantedResidentBytes = 2.0 * (1L << 30);
    private const double WantedBytesPerMember = 9;
    private const double WantedLinesPerSecond = 1.5e6;
    private const int TrialMembers = 2_000_000;
    private const int CsvMembers = 4_000_000;
    private const int RepeatedUpTo = 20_000_000;
    private const ulong Seed = 2018;

    public static BenchmarkCase Case { get; } = new("build", "a snapshot from the binary form and from CSV: time, memory, size, beside Redis 7", RunAsync)
    {
        Missing = () => RedisPeer.Version() is null ? "redis-server is the peer and is missing. Debian: apt-get install redis-server" : null,
    };

    private static Task<IReadOnlyList<BarResult>> RunAsync(BenchmarkSettings settings, BenchmarkReport report)
    {
        var folder = Directory.CreateDirectory(Path.Combine(settings.Folder, $"edge-benchmark-{Environment.ProcessId}")).FullName;
        try
        {
            var built = BuildBinary(settings, folder, report);
            var linesPerSecond = ReadCsv(settings, folder, report);
            var redis = AskRedis(built[0], report);
            return Task.FromResult<IReadOnlyList<BarResult>>(
            [
                new("seconds", [.. built.Select(one => one.Seconds * WantedMembers / one.Members / WantedSeconds)], 1, BarSense.AtMost, Principal: true),
                new("resident", [.. built.Select(one => one.ResidentBytes / WantedResidentBytes)], 1, BarSense.AtMost),
                new("bytes", [.. built.Select(one => one.BytesPerMember)], WantedBytesPerMember, BarSense.AtMost),
                new("csv", [.. linesPerSecond.Select(lines => lines / WantedLinesPerSecond)], 1, BarSense.AtLeast),
                new("redis", [redis.Min() / built[0].BytesPerMember], 1, BarSense.AtLeast),
            ]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<BuiltSnapshot> BuildBinary(BenchmarkSettings settings, string folder, BenchmarkReport report)
    {
        var input = settings.Population ?? MakePopulation(settings.Members ?? TrialMembers, folder, report);
        report.Note(
            $"binary form: {new FileInfo(input).Length:#,##0} bytes; seconds is the time for 520 million ÷ {WantedSeconds} s, resident ÷ 2 GiB");
        List<BuiltSnapshot> built = [];
        do
        {
            built.Add(BuiltSnapshot.Build(folder, "binary", input));
            report.Note($"  round {built.Count}: {built[^1].Line}");
        }
        while (built[0].Members <= RepeatedUpTo && built.Count < settings.Rounds);
        return built;
    }

    private static string MakePopulation(int members, string folder, BenchmarkReport report)
    {
        var file = Path.Combine(folder, "population.bin");
        report.Note($"a population of {members:#,##0}, seed {Seed}");
        WholeFile.Write(file, output => Population(members).WriteBinary(output));
        return file;
    }

    private static List<double> ReadCsv(BenchmarkSettings settings, string folder, BenchmarkReport report)
    {
        var (scores, enrolment) = (Path.Combine(folder, "scores.csv"), Path.Combine(folder, "enrolment.csv"));
        WholeFile.Write(scores, scoresOut => WholeFile.Write(enrolment, enrolmentOut => Population(CsvMembers).WriteCsv(scoresOut, enrolmentOut)));
        var lines = File.ReadLines(scores).LongCount() + File.ReadLines(enrolment).LongCount();
        report.Note($"csv: {lines:#,##0} lines of scores and enrolment; csv is lines read per second of processor ÷ {WantedLinesPerSecond:#,##0}");
        List<double> rates = [];
        while (rates.Count < settings.Rounds)
        {
            var built = BuiltSnapshot.Build(folder, "csv", scores, enrolment);
            rates.Add(lines / built.ReadingCpuSeconds);
            report.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"  round {rates.Count}: read at {rates[^1]:#,##0} lines a second a core; "
                + $"with sorting and writing {lines / built.CpuSeconds:#,##0}; {built.Line}"));
        }

        return rates;
    }

    private static List<double> AskRedis(BuiltSnapshot ours, BenchmarkReport report)
    {
        report.Note(
            $"redis: {RedisPeer.Version()}; {RedisPeer.SampleMembers:#,##0} members stand for 520 million; redis is its densest layout ÷ the snapshot");
        List<double> peers = [];
        var secret = MemberSecret.Of(new byte[MemberSecret.Size]);
        foreach (var (layout, bytes) in RedisPeer.Measure(number => MemberKeys.Of(MadePopulation.IdOf(number + 1), secret)))
        {
            peers.Add(bytes);
            report.Note(string.Create(
                CultureInfo.InvariantCulture,
                $"  {layout}: {bytes:0.0} bytes a member, {bytes / ours.BytesPerMember:0.0} times the snapshot; "
                + $"520 million would take {bytes * WantedMembers / 1e9:0.0} GB"));
        }

        return peers;
    }

    private static MadePopulation Population(int members) => new(members, Seed, PopulationChoices.DefaultContracts, new DateOnly(2026, 1, 1));
}
