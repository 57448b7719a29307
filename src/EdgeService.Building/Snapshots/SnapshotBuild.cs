using System.Runtime.InteropServices;
using EdgeService.Building.Csv;
using EdgeService.Building.Population;
using EdgeService.Core.Scoring;

namespace EdgeService.Building.Snapshots;

/// <summary>Where the input of a build is read from, and what to call it in faults.</summary>
public sealed record SnapshotSources(Func<Stream> OpenScores, string ScoresName, Func<Stream> OpenEnrolment, string EnrolmentName)
{
    public static SnapshotSources OfFiles(string scores, string enrolment) =>
        new(() => File.OpenRead(scores), scores, () => File.OpenRead(enrolment), enrolment);
}

/// <summary>From scores and enrolment to a signed snapshot file.</summary>
/// <remarks>
/// 1. Read both inputs; 2. sort them by member and look for duplicates and collisions; 3. join: an enrolled member takes the score found, or
/// starts at 600; 4. write the file whole, or, with any fault, nothing.
/// </remarks>
public static class SnapshotBuild
{
    /// <param name="sources">Scores and enrolment as CSV.</param>
    /// <param name="path">The file to make; null only checks the input.</param>
    /// <param name="heading">What the file says of itself.</param>
    /// <param name="tagging">Hash under the deployment's secret.</param>
    /// <param name="signer">Null leaves the file unsigned.</param>
    public static BuildOutcome FromCsv(SnapshotSources sources, string? path, SnapshotHeading heading, MemberTagging tagging, SnapshotSigner? signer)
    {
        var faults = new InputFaults();
        var tables = new StandingTables();
        using var scoresInput = sources.OpenScores();
        using var enrolmentInput = sources.OpenEnrolment();
        var scores = ScoresCsv.Read(scoresInput, sources.ScoresName, tagging, faults);
        var enrolled = new EnrolmentCsv(tables, tagging, faults).Read(enrolmentInput, sources.EnrolmentName);

        MemberOrder.Sort(scores);
        MemberOrder.FindDuplicates(scores, sources.ScoresName, faults);
        MemberOrder.Sort(enrolled);
        MemberOrder.FindDuplicates(enrolled, sources.EnrolmentName, faults);
        MemberOrder.FindCollisions(enrolled, sources.EnrolmentName, faults);
        if (!faults.None)
        {
            return new(null, faults.Sorted());
        }

        var scored = TakeScores(enrolled, scores);
        var bytes = path is null ? 0 : WriteFile(path, heading, enrolled, tables, signer);
        return new(new(heading.Revision, enrolled.Count, scores.Count - scored, enrolled.Count - scored, bytes), []);
    }

    /// <summary>Like <see cref="FromCsv"/>, from the binary form of a population, in which every member is enrolled.</summary>
    public static BuildOutcome FromBinary(Stream population, string source, string? path, SnapshotHeading heading, SnapshotSigner? signer)
    {
        var faults = new InputFaults();
        var tables = new StandingTables();
        if (PopulationFile.Read(population, source, tables, faults) is { } members)
        {
            MemberOrder.Sort(members);
            MemberOrder.FindDuplicates(members, source, faults);
            MemberOrder.FindCollisions(members, source, faults);
            if (faults.None)
            {
                var bytes = path is null ? 0 : WriteFile(path, heading, members, tables, signer);
                return new(new(heading.Revision, members.Count, NotEnrolled: 0, WithoutHistory: 0, bytes), []);
            }
        }

        return new(null, faults.Sorted());
    }

    /// <summary>Gives every enrolled member a score; returns how many had one. Both lists are sorted by member.</summary>
    private static int TakeScores(List<MemberRow> enrolled, List<MemberRow> scores)
    {
        var start = ScoreFormula.ScoreOf(Dimensions.NoHistory);
        var scored = 0;
        var next = 0;
        foreach (ref var member in CollectionsMarshal.AsSpan(enrolled))
        {
            while (next < scores.Count && scores[next].Tag < member.Tag)
            {
                next++;
            }

            var found = next < scores.Count && scores[next].Tag == member.Tag;
            scored += found ? 1 : 0;
            member = member with { Facts = new MemberFacts(member.Facts).WithScore(found ? (int)scores[next].Facts : start).Bits };
        }

        return scored;
    }

    private static long WriteFile(string path, SnapshotHeading heading, List<MemberRow> members, StandingTables tables, SnapshotSigner? signer)
    {
        var placing = ConsentPlacing.Of(tables, members);
        WholeFile.Write(path, stream => SnapshotWriting.Write(stream, heading, members.Count, members, tables, placing, signer));
        return new FileInfo(path).Length;
    }
}
