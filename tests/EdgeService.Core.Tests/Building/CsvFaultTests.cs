using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Tests.Snapshots;

namespace EdgeService.Core.Tests.Building;

public sealed class CsvFaultTests : IDisposable
{
    private const string GoodScores = ScoresCsv.Columns + "\n1,1,2,3,4,5\n2,,,,,\n";
    private const string GoodEnrolment = EnrolmentCsv.Columns + "\n1,basic,open,none,mobility@citybike,\n2,gold,none,listed,,railway:all:2026-01-01/2026-06-30\n";

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData("1,1,2,3,4,101", "contact_network")]
    [InlineData("1,-1,2,3,4,5", "credit_history")]
    [InlineData("1,1,2.5,3,4,5", "capacity")]
    [InlineData("1,1,2,x,4,5", "use_preference")]
    [InlineData("1,1,2,3,0000,5", "personal")]
    [InlineData("1,1,2,3,99999999999999999999,5", "personal")]
    [InlineData("1,1,2,3,4", "5 columns instead of 6")]
    [InlineData("1", "1 columns instead of 6")]
    [InlineData("1,1,2,3,4,5,good,more", "8 columns instead of 6")]
    [InlineData(",1,2,3,4,5", "member_ref")]
    [InlineData("a b,1,2,3,4,5", "member_ref")]
    [InlineData("\"1,1,2,3,4,5", "quotes")]
    public void Score_line_that_is_bad_is_named(string line, string problem)
    {
        var outcome = Build(GoodScores + line + "\n", GoodEnrolment);

        AssertOnly(outcome, "scores.csv", 4, problem);
    }

    [Theory]
    [InlineData("3,diamond,open,none,,", "unknown tier")]
    [InlineData("3,basic,maybe,none,,", "payment_line")]
    [InlineData("3,basic,open,perhaps,,", "court")]
    [InlineData("3,basic,open,none,sports@citybike,", "unknown scene")]
    [InlineData("3,basic,open,none,Mobility@citybike,", "unknown scene")]
    [InlineData("3,basic,open,none,mobility,", "partner")]
    [InlineData("3,basic,open,none,mobility@City,", "partner")]
    [InlineData("3,basic,open,none,,railway", "ban")]
    [InlineData("3,basic,open,none,,railway:all:2026-01-01", "ban")]
    [InlineData("3,basic,open,none,,railway:all:2026-13-01/", "ban")]
    [InlineData("3,basic,open,none,,railway:all:2026-02-01/2026-01-01", "ban")]
    [InlineData("3,basic,open,none,,sea:all:2026-01-01/", "ban")]
    [InlineData("3,basic,open,none,", "5 columns instead of 6")]
    [InlineData("3,basic,open,none,,,", "7 columns instead of 6")]
    [InlineData(",basic,open,none,,", "member_id")]
    public void Enrolment_line_that_is_bad_is_named(string line, string problem)
    {
        var outcome = Build(GoodScores, GoodEnrolment + line + "\n");

        AssertOnly(outcome, "enrolment.csv", 4, problem);
    }

    [Fact]
    public void Every_bad_line_of_both_files_is_listed_and_nothing_written()
    {
        var scores = Encoding.UTF8.GetBytes(GoodScores + "1,1,1,1,1,1\n3,1,1,1,1,200\n\n# a remark\n4,1\n5,?,1,1,1,1\n").Concat((byte[])[0x36, 0xFF, 0x2C]).ToArray();
        var enrolment = Encoding.UTF8.GetBytes(GoodEnrolment + "2,basic,open,none,,\n9,basic,open,none,sports@x,\n8,tin,open,gone,,\n");

        var outcome = SnapshotBuild.FromCsv(SampleMembers.Sources(scores, enrolment), _path, SampleMembers.Heading, Spread, null);

        Assert.Null(outcome.Report);
        Assert.Equal(
            [
                ("enrolment.csv", 4L), ("enrolment.csv", 5L), ("enrolment.csv", 6L),
                ("scores.csv", 4L), ("scores.csv", 5L), ("scores.csv", 8L), ("scores.csv", 9L), ("scores.csv", 10L),
            ],
            outcome.Faults.Select(fault => (fault.Source, fault.Line)));
        Assert.Equal("unknown tier; known are basic, silver, gold, platinum; court must be none or listed", outcome.Faults[2].Problem);
        Assert.Equal("the same member as on line 2", outcome.Faults[3].Problem);
        Assert.Equal("not valid UTF-8", outcome.Faults[7].Problem);
        Assert.False(File.Exists(_path));
        Assert.False(File.Exists(_path + ".part"));
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("member,credit_history,capacity,use_preference,personal,contact_network\n1,1,1,1,1,1\n", 1)]
    [InlineData("1,1,2,3,4,5\n", 1)]
    [InlineData("# made up\n\nmember_ref,credit_history\n", 3)]
    public void Wrong_header_is_named(string scores, int line) => AssertOnly(Build(scores, GoodEnrolment), "scores.csv", line, "header");

    [Fact]
    public void Byte_order_mark_carriage_returns_quotes_remarks_and_outcome_are_read()
    {
        var scores = "\uFEFF# made up\r\n" + ScoresCsv.Columns + ",outcome\r\n\"1\",\"1\",2,3,4,5,good\r\n2,,,,,,\r\n";
        var outcome = Build(scores, GoodEnrolment.TrimEnd('\n'));

        Assert.Empty(outcome.Faults);
        Assert.Equal(2, outcome.Report!.Members);
    }

    [Fact]
    public void Member_absent_from_enrolment_is_not_enrolled_and_one_without_scores_starts_at_600()
    {
        var outcome = Build(GoodScores + "7,90,90,90,90,90\n", GoodEnrolment + "8,basic,open,none,,\n");

        Assert.Equal((3L, 1L, 1L), (outcome.Report!.Members, outcome.Report.NotEnrolled, outcome.Report.WithoutHistory));
        var view = new PinnedSnapshot(File.ReadAllBytes(_path)).Open();
        Assert.False(view.TryFind(Spread("7"u8).Key, out _));
        Assert.True(view.TryFind(Spread("8"u8).Key, out var standing));
        Assert.Equal(600, standing.Score.Floor);
        Assert.Empty(standing.Consents.Contracts);
    }

    /// <summary>Far enough apart that a small file tells them apart.</summary>
    private static MemberTag Spread(ReadOnlySpan<byte> id) => new(new(SampleMembers.Tagging(id).Key.Value << 32), 0);

    private BuildOutcome Build(string scores, string enrolment) =>
        SnapshotBuild.FromCsv(SampleMembers.Sources(scores, enrolment), _path, SampleMembers.Heading, Spread, null);

    private void AssertOnly(BuildOutcome outcome, string source, long line, string problem)
    {
        var fault = Assert.Single(outcome.Faults);
        Assert.Equal((source, line), (fault.Source, fault.Line));
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
        Assert.Null(outcome.Report);
        Assert.False(File.Exists(_path));
    }
}
