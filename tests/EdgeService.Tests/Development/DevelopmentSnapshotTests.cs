using EdgeService.Building.Population;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Development;
using EdgeService.Snapshots;
using EdgeService.Snapshots.Changes;
using Microsoft.Extensions.Logging.Abstractions;

namespace EdgeService.Tests.Development;

public sealed class DevelopmentSnapshotTests : IDisposable
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 21, 8, 0, 0, TimeSpan.Zero);

    private readonly string _home = Directory.CreateTempSubdirectory().FullName;
    private readonly MemberSecret _secret = MemberSecret.Of(new byte[32]);

    private string Folder => Path.Combine(_home, "snapshots");

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Snapshot_is_made_once_and_renewed_when_it_has_aged_or_the_catalog_changed()
    {
        var contracts = PopulationChoices.DefaultContracts;

        Assert.Equal(1, MakeAt(Morning, contracts));
        Assert.Equal(1, MakeAt(Morning.AddHours(11), contracts));
        Assert.Equal(2, MakeAt(Morning.AddHours(13), contracts));
        Assert.Equal(3, MakeAt(Morning.AddHours(14), [.. contracts, new Contract(Scene.Travel, "airline")]));
        Assert.Equal(["2.snap", "3.snap"], Directory.GetFiles(Folder, "*.snap").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Snapshot_that_is_damaged_is_followed_by_a_newer_one()
    {
        MakeAt(Morning, PopulationChoices.DefaultContracts);
        var path = Path.Combine(Folder, "1.snap");
        var bytes = File.ReadAllBytes(path);
        bytes[5_000] ^= 1;
        File.WriteAllBytes(path, bytes);

        Assert.Equal(2, MakeAt(Morning, PopulationChoices.DefaultContracts));
    }

    [Fact]
    public void Snapshot_that_somebody_built_stays_in_service_whatever_its_name_and_age()
    {
        MakeAt(Morning, PopulationChoices.DefaultContracts);
        BuildOwn("people.snap", revision: 7);
        BuildOwn("1.snap", revision: 6);

        Assert.Equal(7, MakeAt(Morning.AddDays(3), []));
        Assert.Equal(["1.snap", "people.snap"], Directory.GetFiles(Folder, "*.snap").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Older_snapshot_that_somebody_built_is_not_cleared_away()
    {
        MakeAt(Morning, PopulationChoices.DefaultContracts);
        MakeAt(Morning.AddDays(1), PopulationChoices.DefaultContracts);
        BuildOwn("1.snap", revision: 1);

        Assert.Equal(3, MakeAt(Morning.AddDays(2), PopulationChoices.DefaultContracts));
        Assert.Equal(["1.snap", "2.snap", "3.snap"], Directory.GetFiles(Folder, "*.snap").Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Snapshot_under_another_version_of_the_member_secret_waits_until_the_edge_goes_by_that()
    {
        var next = MemberSecret.Of([.. Enumerable.Repeat((byte)2, 32)]);
        Assert.Equal(1, MakeAt(Morning, PopulationChoices.DefaultContracts));
        Assert.Equal(2, MakeAt(Morning, PopulationChoices.DefaultContracts, next));
        Assert.Equal(1, MakeAt(Morning, PopulationChoices.DefaultContracts));
        Assert.Equal(2, MakeAt(Morning.AddHours(1), PopulationChoices.DefaultContracts, next));
        Assert.Equal(3, MakeAt(Morning.AddHours(13), PopulationChoices.DefaultContracts, next));
    }

    /// <summary>Does what `edge snapshot build` does.</summary>
    private void BuildOwn(string name, long revision)
    {
        using var key = SnapshotKeyFiles.LoadPrivate(Path.Combine(_home, "snapshot-keys", "signing.key"));
        var sources = SnapshotSources.OfFiles(Path.Combine(Folder, "scores.csv"), Path.Combine(Folder, "enrolment.csv"));
        var heading = new SnapshotHeading(revision, Morning, Morning, 1, MemberHashing.CheckOf(_secret), "edge");
        var path = Path.Combine(Folder, name);
        var options = new BuildOptions { Overwrite = true };
        Assert.True(SnapshotBuild.FromCsv(sources, path, heading, MemberHashing.Under(_secret), new SnapshotSigner(key), options).Built);
    }

    private long MakeAt(DateTimeOffset now, IReadOnlyCollection<Contract> contracts, MemberSecret? with = null)
    {
        var secret = with ?? _secret;
        new DevelopmentSnapshot(_home, secret, now, NullLogger.Instance).MakeOrRenew(contracts);
        var trust = SnapshotKeyFiles.LoadTrust(Path.Combine(_home, "snapshot-keys"));
        using var changes = ChangeLog.Open(Path.Combine(_home, "changes"));
        using var current = new CurrentSnapshot(new SnapshotOptions { Folder = Folder }, trust, MemberHashing.CheckOf(secret), changes);
        current.Scan();
        using var lease = current.Acquire();
        Assert.True(lease.TryFind(MemberKeys.Of("demo-alice", secret), out _));
        return lease.Revision;
    }
}
