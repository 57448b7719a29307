using EdgeService.Building.Csv;

namespace EdgeService.Building.Snapshots;

/// <summary>What a build made.</summary>
/// <param name="Revision">Revision of the file.</param>
/// <param name="Members">Enrolled members in the file.</param>
/// <param name="NotEnrolled">Members with a score who are absent from the enrolment file and therefore from the snapshot.</param>
/// <param name="WithoutHistory">Enrolled members without a line of scores: they start at 600.</param>
/// <param name="FileBytes">Size of the file; 0 when none was to be made.</param>
public sealed record BuildReport(long Revision, long Members, long NotEnrolled, long WithoutHistory, long FileBytes)
{
    /// <summary>Members entered under a replacement key, because their own collides with another's.</summary>
    public int Replacements { get; init; }

    /// <summary>Cards and documents in the file.</summary>
    public long Aliases { get; init; }

    /// <summary>Lines of cards and documents of people who are not enrolled, and therefore not in the file.</summary>
    public long AliasesLeftOut { get; init; }

    /// <summary>Time from the first byte read to the file under its name.</summary>
    public TimeSpan Elapsed { get; init; }

    public double BytesPerMember => (double)FileBytes / Math.Max(1, Members);
}

/// <summary>Either a report, or the faults of the input; with a fault nothing was written.</summary>
/// <param name="Report">Null when there are faults.</param>
/// <param name="Faults">By file and line; at most as many of a file as <see cref="InputFaults.ListedPerSource"/>.</param>
/// <param name="FaultsNotListed">How many more there are.</param>
public sealed record BuildOutcome(BuildReport? Report, IReadOnlyList<InputFault> Faults, long FaultsNotListed = 0)
{
    public bool Built => Report is not null;
}
