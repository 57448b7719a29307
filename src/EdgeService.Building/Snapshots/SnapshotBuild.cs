using EdgeService.Building.Snapshots.External;

namespace EdgeService.Building.Snapshots;

/// <summary>Where the input of a build is read from, more than once if need be, and what to call it in faults.</summary>
public sealed record SnapshotSources(Func<Stream> OpenScores, string ScoresName, Func<Stream> OpenEnrolment, string EnrolmentName)
{
    public static SnapshotSources OfFiles(string scores, string enrolment) =>
        new(() => InputFile.Open(scores), scores, () => InputFile.Open(enrolment), enrolment);
}

/// <summary>The binary form of a population, opened by several readers at once, and what to call it in faults.</summary>
/// <param name="Open">A stream that can be sought in; every caller gets one of its own.</param>
/// <param name="Name">Such as the path.</param>
public sealed record PopulationSource(Func<Stream> Open, string Name)
{
    public static PopulationSource OfFile(string path) => new(() => InputFile.Open(path), path);
}

/// <summary>A file that is gone through more than once.</summary>
internal static class InputFile
{
    /// <exception cref="IOException">It cannot be opened, or is a pipe that gives its bytes once only.</exception>
    public static FileStream Open(string path)
    {
        var file = File.OpenRead(path);
        if (file.CanSeek)
        {
            return file;
        }

        file.Dispose();
        throw new IOException($"{path} is no regular file; a build goes through its input more than once. Write it to a file first.");
    }
}

/// <summary>From scores and enrolment to a signed snapshot file, which is there whole or, with any fault, not at all.</summary>
public static class SnapshotBuild
{
    /// <summary>An enrolled member takes the score found, or starts at 600; who is not enrolled is left out.</summary>
    /// <param name="sources">Scores and enrolment as CSV.</param>
    /// <param name="path">The file to make; null only checks the input.</param>
    /// <param name="heading">What the file says of itself.</param>
    /// <param name="tagging">Hash under the deployment's secret; called by several threads at once.</param>
    /// <param name="signer">Null leaves the file unsigned.</param>
    /// <param name="options">How to go about it.</param>
    /// <exception cref="Files.DiskFullException">There is not enough room on a disk.</exception>
    /// <exception cref="IOException">A file cannot be read or written, or is there already and not to be replaced.</exception>
    public static BuildOutcome FromCsv(
        SnapshotSources sources,
        string? path,
        SnapshotHeading heading,
        MemberTagging tagging,
        SnapshotSigner? signer,
        BuildOptions? options = null) =>
        new ExternalBuild(new CsvInput(sources, tagging), path, heading, signer, options ?? new()).Run();

    /// <summary>Like <see cref="FromCsv"/>, from the binary form of a population, in which every member is enrolled.</summary>
    public static BuildOutcome FromBinary(
        PopulationSource population, string? path, SnapshotHeading heading, SnapshotSigner? signer, BuildOptions? options = null) =>
        new ExternalBuild(new BinaryInput(population, Math.Clamp(Environment.ProcessorCount, 1, 4)), path, heading, signer, options ?? new()).Run();
}
