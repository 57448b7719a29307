using System.Diagnostics;
using System.Globalization;
using EdgeService.Building.Files;
using EdgeService.Building.Snapshots;
using EdgeService.Tests.Journals;

namespace EdgeService.Tests.Snapshots;

/// <summary>Builds that are killed, and builds on a disk that fills up. The long form: <c>BUILD_KILLS=100 dotnet test --filter BuildFaultTests</c>.</summary>
public sealed class BuildFaultTests : IDisposable
{
    private const int Members = 120_000;
    private const int Seed = 20261122;

    private readonly string _folder = Directory.CreateTempSubdirectory("edge-build-").FullName;

    private string Population => Path.Combine(_folder, "population.bin");

    private string Key => Path.Combine(_folder, "signing.key");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Build_killed_at_any_step_leaves_the_file_before_it_or_a_whole_one()
    {
        Prepare(Members);
        var kills = int.Parse(Environment.GetEnvironmentVariable("BUILD_KILLS") ?? "8", CultureInfo.InvariantCulture);
        var target = Directory.CreateDirectory(Path.Combine(_folder, "snapshots"));
        var path = Path.Combine(target.FullName, "1.snap");
        var steps = await BuildAsync(path, killAt: int.MaxValue);
        var first = await File.ReadAllBytesAsync(path);
        var random = new Random(Seed);
        for (var kill = 0; kill < kills; kill++)
        {
            await BuildAsync(path, killAt: random.Next(1, steps + 1));

            Assert.Null(Refusal(path));
            Assert.InRange(target.EnumerateFiles("1.snap.*.part").Count(), 0, 1);
            Assert.Empty(target.EnumerateFiles("*.tmp"));
        }

        // The next build to end takes away what the killed ones left.
        await BuildAsync(path, killAt: int.MaxValue);
        Assert.Equal(["1.snap"], target.EnumerateFiles().Select(file => file.Name));
        Assert.Equal(first.Length, new FileInfo(path).Length);
    }

    [FactNeedsSmallDisk]
    public void Disk_that_fills_up_is_named_and_nothing_is_left_on_it()
    {
        Prepare(Members);
        foreach (var temporaryFolder in (string?[])[null, _folder])
        {
            using var disk = new SmallDisk(kilobytes: 700);

            // The check beforehand is told that there is room, as when somebody else takes it meanwhile.
            var full = Assert.Throws<DiskFullException>(() => Build(disk.At("1.snap"), new() { RowsInMemory = 0, TemporaryFolder = temporaryFolder, FreeBytes = _ => long.MaxValue }));

            Assert.Contains("Not enough room", full.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(disk.At("1.snap"))!));
        }
    }

    [FactNeedsSmallDisk]
    public void Disk_that_is_too_small_is_named_before_the_build_begins()
    {
        Prepare(Members);
        using var disk = new SmallDisk(kilobytes: 700);
        var phases = new List<string>();

        Assert.Throws<DiskFullException>(() => Build(disk.At("1.snap"), new() { Progress = progress => phases.Add(progress.Phase) }));

        Assert.Empty(phases);
    }

    private void Prepare(long members)
    {
        SnapshotKeyFiles.CreateMissing(Key);
        BuildWorker.WritePopulation(Population, members);
    }

    private BuildOutcome Build(string path, BuildOptions options) =>
        SnapshotBuild.FromBinary(PopulationSource.OfFile(Population), path, BuildWorker.Heading, null, options);

    /// <summary>Builds in a process of its own and kills it at a step; returns how many steps it said.</summary>
    private async Task<int> BuildAsync(string path, int killAt)
    {
        using var worker = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!, ["exec", typeof(BuildFaultTests).Assembly.Location, BuildWorker.Part, Population, Key, path])
        {
            RedirectStandardOutput = true,
        })!;
        var steps = 0;
        while (await worker.StandardOutput.ReadLineAsync() is not null)
        {
            if (++steps == killAt)
            {
                worker.Kill();
            }
        }

        await worker.WaitForExitAsync();
        Assert.True(worker.ExitCode == 0 || steps >= killAt, $"ended with {worker.ExitCode} after {steps} steps");
        return steps;
    }

    private string? Refusal(string path)
    {
        var opened = SnapshotFile.TryOpen(path, SnapshotKeyFiles.LoadTrust(_folder), out var file, out var refusal);
        file?.Dispose();
        return opened ? null : refusal!.Detail;
    }
}
