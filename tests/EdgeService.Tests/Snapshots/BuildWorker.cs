using EdgeService.Building.Population;
using EdgeService.Building.Snapshots;

namespace EdgeService.Tests.Snapshots;

/// <summary>A process that builds a snapshot and says a word at every step, so that somebody can kill it at any of them.</summary>
internal static class BuildWorker
{
    public const string Part = "build-worker";

    public static SnapshotHeading Heading { get; } = new(1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 1, 0, "tests");

    public static int Run(string population, string keyPath, string path)
    {
        using var key = SnapshotKeyFiles.LoadPrivate(keyPath);
        var steps = new Lock();
        var options = new BuildOptions
        {
            Overwrite = true,
            RowsInMemory = 0,
            Progress = progress =>
            {
                lock (steps)
                {
                    Console.WriteLine(progress.Phase);
                }
            },
        };
        return SnapshotBuild.FromBinary(PopulationSource.OfFile(population), path, Heading, new SnapshotSigner(key), options).Built ? 0 : 1;
    }

    /// <summary>As many members as are wanted, in the binary form.</summary>
    public static void WritePopulation(string path, long members)
    {
        using var file = File.Create(path);
        new MadePopulation(members, 5, PopulationChoices.DefaultContracts, new DateOnly(2026, 1, 1)).WriteBinary(file);
    }
}
