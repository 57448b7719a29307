using System.Text;
using EdgeService.Building.Catalogs;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Tests.Catalogs;
using EdgeService.Fuzzing;

namespace EdgeService.Core.Tests.Fuzzing;

/// <summary>Files that operators feed in: catalogs, scores, enrolments. Nothing in them is worse than a fault with its line.</summary>
[Collection(OneByOne.Name)]
public sealed class InputFileFuzzTests
{
    private const string Scores = ScoresCsv.Columns + "\n1,1,2,3,4,5\n2,,,,,\n\"3\",100,0,50,,1\n";
    private const string Enrolment = EnrolmentCsv.Columns
        + "\n1,basic,open,none,mobility@citybike,\n2,gold,none,listed,,railway:all:2026-01-01/2026-06-30\n3,platinum,none,none,travel@railway library@citylib:2026-01-01/,aviation:higher-classes:2026-01-01T000000Z/:payment:open\n";

    [Fact]
    public void Catalog_is_built_or_refused_with_reasons()
    {
        var target = new FuzzTarget("catalog", [Encoding.UTF8.GetBytes(ShippedCatalog.Json), Encoding.UTF8.GetBytes(Smallest)], new TextMutation(
            "\"perks\"", "\"rule\"", "\"all\"", "\"scoreAtLeast\"", "650", "651", "\"3600s\"", "\"-1s\"", "\"9999999999s\"", "\"315576000001s\"", "\"2026-11-21T08:00:00Z\"", "\"\\ud800\"", "{}", "[]", "SCENE_MOBILITY", "null"), input =>
        {
            var build = CatalogReading.Read(Encoding.UTF8.GetString(input));
            Assert.Equal(build.Catalog is null, build.Faults.Count > 0);
            return build.Catalog is null ? "refused" : "built";
        })
        { MostBytes = 64 << 20 };

        Assert.True(FuzzRun.Run(target, brief: 150, full: 20_000).ContainsKey("refused") || FuzzLength.IsSingle);
    }

    [Fact]
    public void Score_line_is_a_row_or_a_fault_with_its_number()
    {
        var target = new FuzzTarget("scores-csv", [Encoding.UTF8.GetBytes(Scores)], new AnyMutation(new TextMutation("member_ref", "100", "101"), new ByteMutation()), input =>
        {
            var faults = new InputFaults();
            var rows = 0;
            ScoresCsv.Read(new MemoryStream(input), "scores.csv", Tagging, faults, (in MemberRow _, long line) => rows += line > 0 ? 1 : 0);
            return AssertAccounted(input, rows, faults);
        })
        { MostBytes = 4 << 20 };

        Assert.True(FuzzRun.Run(target, brief: 800, full: 60_000).ContainsKey("rows and faults") || FuzzLength.IsSingle);
    }

    [Fact]
    public void Enrolment_line_is_a_row_or_a_fault_with_its_number()
    {
        var target = new FuzzTarget("enrolment-csv", [Encoding.UTF8.GetBytes(Enrolment)], new AnyMutation(
            new TextMutation("mobility@citybike", "railway:all:2026-01-01/2026-06-30", "gold", "listed", "0001-01-01", "9999-12-31T235959Z", "/"), new ByteMutation()), input =>
        {
            var faults = new InputFaults();
            var rows = 0;
            new EnrolmentCsv(new StandingTables(), Tagging, faults).Read(new MemoryStream(input), "enrolment.csv", (in MemberRow _, long line) => rows += line > 0 ? 1 : 0);
            return AssertAccounted(input, rows, faults);
        })
        { MostBytes = 4 << 20 };

        Assert.True(FuzzRun.Run(target, brief: 800, full: 60_000).ContainsKey("rows and faults") || FuzzLength.IsSingle);
    }

    private const string Smallest = """{"revision":"1","perks":[],"partners":[]}""";

    private static MemberTag Tagging(ReadOnlySpan<byte> id) => new(new((ulong)id.Length), id[0]);

    private static string AssertAccounted(byte[] input, int rows, InputFaults faults)
    {
        var lines = input.Count(one => one == '\n') + 1;
        // One more: a file whose only line is no text is also told that no header followed.
        Assert.InRange(rows + faults.Sorted().Count, 0, lines + 1);
        Assert.All(faults.Sorted(), fault => Assert.InRange(fault.Line, 1, lines + 1));
        return (rows, faults.None) switch { (0, true) => "nothing", (0, false) => "faults", (_, true) => "rows", _ => "rows and faults" };
    }
}
