using EdgeService.Building.Csv;
using EdgeService.Building.Files;

namespace EdgeService.Building.Snapshots.External;

/// <summary>Scores and enrolment as CSV, read side by side by two threads.</summary>
internal sealed class CsvInput(SnapshotSources sources, MemberTagging tagging) : IBuildInput
{
    private const int SampleBytes = 1 << 18;

    private (long Scores, long Enrolled)? _estimates;

    public string EnrolledName => sources.EnrolmentName;

    public string? ScoresName => sources.ScoresName;

    public long EstimatedRows => Estimates.Scores + Estimates.Enrolled;

    public long EstimatedMembers => Estimates.Enrolled;

    private (long Scores, long Enrolled) Estimates =>
        _estimates ??= (EstimateLines(sources.OpenScores), EstimateLines(sources.OpenEnrolment));

    public BuildTables Read(RowSpill enrolled, RowSpill scores, Replacements replacements, InputFaults faults, BuildOptions options)
    {
        var tables = new StandingTables();
        var consents = new ConsentCounting();
        var faultsOfScores = new InputFaults();
        var faultsOfEnrolment = new InputFaults();
        MemberTagging entering = id => replacements.Enter(tagging(id));
        using var scoresInput = sources.OpenScores();
        using var enrolmentInput = sources.OpenEnrolment();
        var phase = new PhaseCount(options, "reading", LengthOf(scoresInput) + LengthOf(enrolmentInput), "bytes");
        Parallel.Invoke(
            () => ScoresCsv.Read(
                new WatchedStream(scoresInput, phase.Add), sources.ScoresName, entering, faultsOfScores, IntoLane(scores.NewLane(), null)),
            () => new EnrolmentCsv(tables, entering, faultsOfEnrolment).Read(
                new WatchedStream(enrolmentInput, phase.Add), sources.EnrolmentName, IntoLane(enrolled.NewLane(), consents)));
        faults.Add(faultsOfScores);
        faults.Add(faultsOfEnrolment);
        return new BuildTables(tables, ConsentCounting.Sum([consents], tables.ConsentSets.Count));
    }

    public void ReadAgain(RowSink enrolled, RowSink scores)
    {
        using var scoresInput = sources.OpenScores();
        using var enrolmentInput = sources.OpenEnrolment();
        ScoresCsv.Read(scoresInput, sources.ScoresName, tagging, new InputFaults(), scores);
        new EnrolmentCsv(new StandingTables(), tagging, new InputFaults()).Read(enrolmentInput, sources.EnrolmentName, enrolled);
    }

    private static RowSink IntoLane(RowLane lane, ConsentCounting? consents) => (in row, _) =>
    {
        consents?.Count(row.Facts);
        lane.Add(row);
    };

    /// <summary>By the length of the first lines.</summary>
    private static long EstimateLines(Func<Stream> open)
    {
        using var input = open();
        var sample = new byte[SampleBytes];
        var read = sample.AsSpan(0, input.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false));
        var lines = Math.Max(1, read.Count((byte)'\n'));
        return read.Length < SampleBytes ? lines : (long)((double)LengthOf(input) / read.Length * lines);
    }

    private static long LengthOf(Stream input) => input.CanSeek ? input.Length : 0;
}
