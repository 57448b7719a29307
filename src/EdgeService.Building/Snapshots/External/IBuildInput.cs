using EdgeService.Building.Csv;

namespace EdgeService.Building.Snapshots.External;

/// <summary>Where the rows of a build come from. It can be gone through more than once.</summary>
internal interface IBuildInput
{
    /// <summary>What the file of the enrolled members is called in faults.</summary>
    string EnrolledName { get; }

    /// <summary>What the file of scores is called in faults; null when the rows of the members hold their scores.</summary>
    string? ScoresName { get; }

    /// <summary>About how many rows of 24 bytes there are, by the size of the input.</summary>
    long EstimatedRows { get; }

    /// <summary>About how many of them are members.</summary>
    long EstimatedMembers { get; }

    /// <summary>Reads everything once; bad lines go to the faults and are left out.</summary>
    BuildTables Read(RowSpill<MemberRow> enrolled, RowSpill<MemberRow> scores, Replacements replacements, InputFaults faults, BuildOptions options);

    /// <summary>Goes through the good lines once more, the tags as they stand in the input.</summary>
    void ReadAgain(RowSink enrolled, RowSink scores);
}

/// <summary>What rows point into.</summary>
/// <param name="Tables">Consent sets and dated facts.</param>
/// <param name="ConsentCounts">Members by number of their consent set.</param>
internal sealed record BuildTables(StandingTables Tables, long[] ConsentCounts);
