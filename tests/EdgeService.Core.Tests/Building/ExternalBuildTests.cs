using System.Security.Cryptography;
using System.Text;
using EdgeService.Building.Csv;
using EdgeService.Building.Files;
using EdgeService.Building.Population;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Snapshots;

namespace EdgeService.Core.Tests.Building;

public sealed class ExternalBuildTests : IDisposable
{
    private static readonly BuildOptions OnDisk = new() { RowsInMemory = 0, Overwrite = true };

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string SnapshotPath => Path.Combine(_folder, "1.snap");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Build_through_files_gives_the_bytes_of_one_in_memory_and_leaves_nothing_behind()
    {
        // Enough that blocks of every part fill up and go to the disk.
        var population = new MadePopulation(1_500_000, 5, PopulationChoices.DefaultContracts, new DateOnly(2026, 1, 1));
        var input = Path.Combine(_folder, "population.bin");
        WholeFile.Write(input, stream => population.WriteBinary(stream));
        string Hash(BuildOptions options)
        {
            Assert.Empty(SnapshotBuild.FromBinary(PopulationSource.OfFile(input), SnapshotPath, SampleMembers.Heading, null, options).Faults);
            return Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(SnapshotPath)));
        }

        Assert.Equal(Hash(OnDisk with { RowsInMemory = long.MaxValue }), Hash(OnDisk));
        Assert.Equal(["1.snap", "population.bin"], Directory.EnumerateFiles(_folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void File_that_is_there_is_not_replaced_unless_told()
    {
        File.WriteAllText(SnapshotPath, "precious");
        var sample = SampleMembers.Draw(10, seed: 1);
        BuildOutcome Build(bool overwrite) => SnapshotBuild.FromCsv(
            SampleMembers.Sources(sample.Scores, sample.Enrolment),
            SnapshotPath,
            SampleMembers.Heading,
            SampleMembers.Tagging,
            null,
            new BuildOptions { Overwrite = overwrite });

        Assert.Contains("exists", Assert.Throws<IOException>(() => Build(overwrite: false)).Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(SnapshotPath));
        Assert.NotNull(Build(overwrite: true).Report);
    }

    [Fact]
    public void Leftovers_of_a_killed_build_go_and_those_of_a_living_one_stay()
    {
        var dead = SnapshotPath + ".1111.part";
        var living = SnapshotPath + ".2222.part";
        File.WriteAllText(dead, "half");
        using (new FileStream(living, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            SampleMembers.Draw(10, seed: 1).Build(SnapshotPath, null);
            Assert.True(File.Exists(living));
        }

        Assert.False(File.Exists(dead));
        Assert.True(File.Exists(SnapshotPath));
    }

    [Fact]
    public void Disk_that_is_too_small_is_named_before_anything_is_written()
    {
        var sample = SampleMembers.Draw(10, seed: 1);

        var full = Assert.Throws<DiskFullException>(() => SnapshotBuild.FromCsv(
            SampleMembers.Sources(sample.Scores, sample.Enrolment),
            SnapshotPath,
            SampleMembers.Heading,
            SampleMembers.Tagging,
            null,
            new BuildOptions { FreeBytes = _ => 1_000 }));

        Assert.Contains(_folder, full.Message, StringComparison.Ordinal);
        Assert.Contains("1.0 MB", full.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Faults_beyond_a_thousand_of_a_file_are_counted()
    {
        var scores = new StringBuilder(ScoresCsv.Columns + "\n").Insert(ScoresCsv.Columns.Length + 1, "bad\n", 1_250);

        var outcome = SnapshotBuild.FromCsv(
            SampleMembers.Sources(scores.ToString(), EnrolmentCsv.Columns + "\n"), null, SampleMembers.Heading, SampleMembers.Tagging, null);

        Assert.Equal((1_000, 250L), (outcome.Faults.Count, outcome.FaultsNotListed));
        Assert.Equal(1_001, outcome.Faults[^1].Line);
    }

    [Fact]
    public void Every_line_of_a_file_given_twice_over_is_named()
    {
        var rows = string.Concat(Enumerable.Range(1, 400).Select(number => $"{number:x16},basic,open,none,,\n"));

        var outcome = SnapshotBuild.FromCsv(
            SampleMembers.Sources(ScoresCsv.Columns + "\n", $"{EnrolmentCsv.Columns}\n{rows}{rows}"), null, SampleMembers.Heading, Spread, null, OnDisk);

        Assert.Equal(Enumerable.Range(402, 400).Select(line => (long)line), outcome.Faults.Select(fault => fault.Line));
        Assert.Equal("the same member as on line 2", outcome.Faults[0].Problem);
    }

    [Fact]
    public void Dry_run_says_what_would_be_made_and_makes_nothing()
    {
        var sample = SampleMembers.Draw(500, seed: 3);

        var outcome = sample.Build(null, null);

        Assert.Equal((500L, 0L), (outcome.Report!.Members, outcome.Report.FileBytes));
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Dated_consents_come_through_csv_and_binary_form()
    {
        var enrolment = EnrolmentCsv.Columns + "\n1,basic,open,none,mobility@citybike library@citylib:2026-01-01..2026-12-31 travel@railway:2026-06-01..,railway:all:2026-01-01/\n";
        var outcome = SnapshotBuild.FromCsv(
            SampleMembers.Sources(ScoresCsv.Columns + "\n", enrolment), SnapshotPath, SampleMembers.Heading, Spread, null);

        Assert.Empty(outcome.Faults);
        var view = new PinnedSnapshot(File.ReadAllBytes(SnapshotPath)).Open();
        Assert.Equal(SnapshotFormat.DatedConsentsFeature, view.Metadata.RequiredFeatures);
        Assert.True(view.TryFind(Spread("1"u8).Key, out var standing));
        Assert.Equal([new Contract(Scene.Mobility, "citybike")], standing.Consents.Contracts);
        Assert.Single(standing.Bans);
        static DateTimeOffset Midnight(int year, int month, int day) => new(year, month, day, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            [
                new DatedConsent(new(Scene.Library, "citylib"), Midnight(2026, 1, 1), Midnight(2027, 1, 1)),
                new DatedConsent(new(Scene.Travel, "railway"), Midnight(2026, 6, 1), null),
            ],
            standing.DatedConsents);
    }

    [Theory]
    [InlineData("mobility@citybike:2026-01-01")]
    [InlineData("mobility@citybike:")]
    [InlineData("mobility@citybike:2026-02-30..2026-03-01")]
    [InlineData("mobility@citybike:2026-02-02..2026-02-01")]
    [InlineData("mobility@citybike:2026-02-02..9999-12-31")]
    [InlineData("mobility:2026-02-02..2026-02-03")]
    public void Dated_consent_that_is_none_is_named(string consent)
    {
        var outcome = SnapshotBuild.FromCsv(
            SampleMembers.Sources(ScoresCsv.Columns + "\n", $"{EnrolmentCsv.Columns}\n1,basic,open,none,{consent},\n"), null, SampleMembers.Heading, Spread, null);

        Assert.Contains(consent, Assert.Single(outcome.Faults).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_that_is_cancelled_ends_and_leaves_nothing_behind()
    {
        var sample = SampleMembers.Draw(5_000, seed: 3);
        using var cancellation = new CancellationTokenSource();
        void CancelWhenWriting(BuildProgress progress)
        {
            if (progress.Unit == "members")
            {
                Assert.Single(Directory.EnumerateFiles(_folder, "1.snap.*.part"));
                cancellation.Cancel();
            }
        }

        Assert.Throws<OperationCanceledException>(() => SnapshotBuild.FromCsv(
            SampleMembers.Sources(sample.Scores, sample.Enrolment),
            SnapshotPath,
            SampleMembers.Heading,
            SampleMembers.Tagging,
            null,
            new BuildOptions { Progress = CancelWhenWriting, Cancellation = cancellation.Token }));

        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Input_that_changes_between_two_readings_makes_no_file()
    {
        var reading = 0;
        string Enrolment() => $"{EnrolmentCsv.Columns}\n1,basic,open,none,,\n{(++reading > 2 ? "2" : "1")},basic,open,none,,\n";
        var sources = new SnapshotSources(
            () => new MemoryStream(Encoding.UTF8.GetBytes(ScoresCsv.Columns + "\n")), "scores.csv",
            () => new MemoryStream(Encoding.UTF8.GetBytes(Enrolment())), "enrolment.csv");

        Assert.Throws<IOException>(() => SnapshotBuild.FromCsv(sources, SnapshotPath, SampleMembers.Heading, Spread, null));
        Assert.Empty(Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public void Changes_through_stands_in_the_file()
    {
        var sample = SampleMembers.Draw(3, seed: 1);
        SnapshotBuild.FromCsv(
            SampleMembers.Sources(sample.Scores, sample.Enrolment), SnapshotPath, SampleMembers.Heading with { ChangesThrough = 4711 }, SampleMembers.Tagging, null);

        Assert.Equal(4711, new PinnedSnapshot(File.ReadAllBytes(SnapshotPath)).Open().Metadata.ChangesThrough);
    }

    private static MemberTag Spread(ReadOnlySpan<byte> id) => new(new(SampleMembers.Tagging(id).Key.Value * 0x9E37_79B9_7F4A_7C15UL), 0);
}
