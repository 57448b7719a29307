using EdgeService.Building.Csv;

namespace EdgeService.Building.Snapshots;

/// <summary>What a build made.</summary>
/// <param name="Revision">Revision of the file.</param>
/// <param name="Members">Enrolled members in the file.</param>
/// <param name="NotEnrolled">Members with a score who are absent from the enrolment file and therefore from the snapshot.</param>
/// <param name="WithoutHistory">Enrolled members without a line of scores: they start at 600.</param>
/// <param name="FileBytes">Size of the file.</param>
public sealed record BuildReport(long Revision, long Members, long NotEnrolled, long WithoutHistory, long FileBytes)
{
    public double BytesPerMember => (double)FileBytes / Math.Max(1, Members);
}

/// <summary>Either a report, or every fault of the input; with a fault nothing was written.</summary>
public sealed record BuildOutcome(BuildReport? Report, IReadOnlyList<InputFault> Faults)
{
    public bool Built => Report is not null;
}
