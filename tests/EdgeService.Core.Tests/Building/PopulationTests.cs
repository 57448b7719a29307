using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EdgeService.Building.Population;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Snapshots;

namespace EdgeService.Core.Tests.Building;

public sealed class PopulationTests : IDisposable
{
    private static readonly DateOnly AsOf = new(2026, 11, 21);

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly MemberSecret _secret = MemberSecret.Of(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());

    private string SnapshotPath => Path.Combine(_folder, "7.snap");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        var once = Hashes(3_000, 1);

        Assert.Equal(once, Hashes(3_000, 1));
        Assert.NotEqual(once, Hashes(3_000, 2));

        // Pinned, so that an accidental change of the generator is seen.
        Assert.Equal("E9789503", once[..8]);
    }

    [Fact]
    public void Smaller_population_is_the_beginning_of_a_larger_one()
    {
        using var small = new MemoryStream();
        using var large = new MemoryStream();
        Population(200, 5).WriteCsv(small, Stream.Null);
        Population(300, 5).WriteCsv(large, Stream.Null);
        static string[] Rows(MemoryStream csv) => Encoding.UTF8.GetString(csv.ToArray()).Split('\n')[1..^1];

        Assert.Equal(Rows(small), Rows(large)[..201]);
    }

    [Fact]
    public void Binary_form_and_csv_make_the_same_members()
    {
        using var scores = new MemoryStream();
        using var enrolment = new MemoryStream();
        using var binary = new MemoryStream();
        Population(4_000, 9).WriteCsv(scores, enrolment);
        Population(4_000, 9).WriteBinary(binary, MemberHashing.Under(_secret));
        var fromBinary = Path.Combine(_folder, "binary.snap");

        var csv = SnapshotBuild.FromCsv(
            SampleMembers.Sources(scores.ToArray(), enrolment.ToArray()), SnapshotPath, SampleMembers.Heading, MemberHashing.Under(_secret), null);
        var other = SnapshotBuild.FromBinary(Source(binary.ToArray()), fromBinary, SampleMembers.Heading, null);

        Assert.Equal(4_000, other.Report!.Members);
        Assert.Equal(4_000, csv.Report!.Members + csv.Report.NotEnrolled);
        var left = new PinnedSnapshot(File.ReadAllBytes(SnapshotPath)).Open();
        var right = new PinnedSnapshot(File.ReadAllBytes(fromBinary)).Open();
        for (var number = 1; number <= 4_000; number++)
        {
            var key = MemberKeys.Of(MadePopulation.IdOf(number), _secret);
            Assert.True(right.TryFind(key, out var expected));
            if (left.TryFind(key, out var found))
            {
                Assert.Equal(expected with { Consents = found.Consents, Bans = found.Bans, DatedConsents = found.DatedConsents }, found);
                Assert.Equal(expected.Consents.Contracts.ToHashSet(), found.Consents.Contracts.ToHashSet());
                Assert.Equal(expected.Bans, found.Bans);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(5_000)]
    public void Binary_form_cut_short_is_refused(int length)
    {
        using var binary = new MemoryStream();
        Population(1_000, 9).WriteBinary(binary);

        Assert.Single(SnapshotBuild.FromBinary(Source(binary.ToArray()[..length]), SnapshotPath, SampleMembers.Heading, null).Faults);
        Assert.False(File.Exists(SnapshotPath));
    }

    [Fact]
    public void Population_is_plausible()
    {
        using var binary = new MemoryStream();
        Population(50_000, 3).WriteBinary(binary);
        Assert.Empty(SnapshotBuild.FromBinary(Source(binary.ToArray()), SnapshotPath, SampleMembers.Heading, null).Faults);
        var statistics = SnapshotStatistics.Of(new PinnedSnapshot(File.ReadAllBytes(SnapshotPath)).Open());

        Assert.Equal(50_000, statistics.Members);
        Assert.Equal(50_000, statistics.ByBand.Sum(band => band.Members));
        Assert.All(statistics.ByBand, band => Assert.InRange(band.Members, 2_000, 25_000));
        Assert.All(statistics.ByTier, members => Assert.InRange(members, 300, 40_000));
        Assert.InRange(statistics.CourtListed, 100, 1_000);
        Assert.InRange(statistics.WithBans, 50, 500);
        Assert.InRange(statistics.WithoutConsent, 2_500, 8_000);
    }

    [Fact]
    public void Real_applicants_fall_into_bands_as_their_file_says()
    {
        using var scores = RealApplicants.Open();
        using var reader = new StreamReader(scores);
        var expected = new SortedDictionary<Band, long>();
        var enrolment = new StringBuilder(EdgeService.Building.Csv.EnrolmentCsv.Columns + "\n");
        foreach (var fields in reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.Split(',')))
        {
            // Four known dimensions and one unknown: the formula once more, in decimals.
            var weighted = (35m * D(fields[1])) + (25m * D(fields[2])) + (20m * D(fields[3])) + (15m * D(fields[4])) + (625m / 3m);
            var band = ScoreStep.OfScore((int)Math.Floor(350m + (0.06m * weighted) + 0.5m)).Band;
            expected[band] = expected.GetValueOrDefault(band) + 1;
            enrolment.Append(CultureInfo.InvariantCulture, $"{fields[0]},basic,open,none,,\n");
        }

        var sources = new SnapshotSources(RealApplicants.Open, "scores", () => new MemoryStream(Encoding.UTF8.GetBytes(enrolment.ToString())), "enrolment");
        Assert.Equal(1_000, SnapshotBuild.FromCsv(sources, SnapshotPath, SampleMembers.Heading, MemberHashing.Under(_secret), null).Report!.Members);
        var statistics = SnapshotStatistics.Of(new PinnedSnapshot(File.ReadAllBytes(SnapshotPath)).Open());

        Assert.Equal(expected.Select(band => (band.Key, band.Value)), statistics.ByBand.Where(band => band.Members > 0));
        Assert.Equal(1_000, statistics.WithoutConsent);

        static decimal D(string field) => decimal.Parse(field, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Development_population_holds_real_made_and_named_members()
    {
        var sources = DevelopmentPopulation.Write(_folder, PopulationChoices.DefaultContracts, AsOf);
        var outcome = SnapshotBuild.FromCsv(sources, SnapshotPath, SampleMembers.Heading, MemberHashing.Under(_secret), null);

        Assert.Equal(101_000 + DemoMembers.All.Count, outcome.Report!.Members);
        var view = new PinnedSnapshot(File.ReadAllBytes(SnapshotPath)).Open();
        Standing Find(string id) => view.TryFind(MemberKeys.Of(id, _secret), out var standing) ? standing : throw new KeyNotFoundException(id);
        foreach (var demo in DemoMembers.All)
        {
            var standing = Find(demo.Id);
            Assert.Equal(ScoreStep.OfScore(demo.Score), standing.Score);
            Assert.Equal(demo.Score, ScoreFormula.ScoreOf(demo.Dimensions));
            Assert.Equal((demo.Tier, demo.PaymentLineOpen, demo.CourtListed), (standing.Tier, standing.PaymentLineOpen, standing.CourtListed));
            Assert.Equal(demo.Consents ? PopulationChoices.DefaultContracts.Count : 0, standing.Consents.Contracts.Count);
            Assert.Equal(demo.RailwayBan, standing.Bans.Any(ban => ban.Sector == Sector.Railway && ban.InForceAt(SampleMembers.Heading.AsOf)));
        }

        Assert.Empty(Find("GC0010").Consents.Contracts);
        Assert.NotEmpty(Find("GC0011").Consents.Contracts);
        Assert.Empty(Find("M000000010").Consents.Contracts);
        Assert.NotEmpty(Find("M000099999").Consents.Contracts);
        Assert.StartsWith("# Made up", File.ReadLines(Path.Combine(_folder, DevelopmentPopulation.EnrolmentFile)).First(), StringComparison.Ordinal);
    }

    private static PopulationSource Source(byte[] file) => new(() => new MemoryStream(file), "population.bin");

    private static MadePopulation Population(long members, ulong seed) => new(members, seed, PopulationChoices.DefaultContracts, AsOf);

    private static string Hashes(long members, ulong seed)
    {
        using var scores = new MemoryStream();
        using var enrolment = new MemoryStream();
        using var binary = new MemoryStream();
        Population(members, seed).WriteCsv(scores, enrolment);
        Population(members, seed).WriteBinary(binary);
        return Convert.ToHexString(SHA256.HashData([.. scores.ToArray(), .. enrolment.ToArray(), .. binary.ToArray()]));
    }
}
