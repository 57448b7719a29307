using EdgeService.Building.Csv;
using EdgeService.Building.Files;

namespace EdgeService.Building.Snapshots.External;

/// <summary>Scores and enrolment as CSV, read side by side by two threads.</summary>
internal sealed class CsvInput(SnapshotSources sources, MemberTagging tagging) : IBuildInput
{
    private (long Scores, long Enrolled)? _estimates;

    public string EnrolledName => sources.EnrolmentName;

    public string? ScoresName => sources.ScoresName;

    public long EstimatedRows => Estimates.Scores + Estimates.Enrolled;

    public long EstimatedMembers => Estimates.Enrolled;

    private (long Scores, long Enrolled) Estimates =>
        _estimates ??= (LineEstimate.Of(sources.OpenScores), LineEstimate.Of(sources.OpenEnrolment));

    public BuildTables Read(RowSpill<MemberRow> enrolled, RowSpill<MemberRow> scores, Replacements replacements, InputFaults faults, BuildOptions options)
    {
        var tables = new StandingTables();
        var consents = new ConsentCounting();
        var faultsOfScores = new InputFaults();
        var faultsOfEnrolment = new InputFaults();
        MemberTagging entering = id => replacements.Enter(tagging(id));
        using var scoresInput = sources.OpenScores();
        using var enrolmentInput = sources.OpenEnrolment();
        var phase = new PhaseCount(options, "reading", LineEstimate.LengthOf(scoresInput) + LineEstimate.LengthOf(enrolmentInput), "bytes");
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

    private static RowSink IntoLane(RowLane<MemberRow> lane, ConsentCounting? consents) => (in row, _) =>
    {
        consents?.Count(row.Facts);
        lane.Add(row);
    };
}
