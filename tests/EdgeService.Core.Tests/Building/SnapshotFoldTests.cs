using EdgeService.Building.Journals;
using EdgeService.Building.Snapshots;
using EdgeService.Building.Snapshots.Folding;
using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Core.Tests.Changes;
using EdgeService.Core.Tests.Snapshots;

namespace EdgeService.Core.Tests.Building;

/// <summary>Folds of random changes, against a dictionary to which the same changes are applied one after the other.</summary>
public sealed class SnapshotFoldTests : IDisposable
{
    private const long Through = 100;

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    private string LogPath => Path.Combine(_folder, "changes.log");

    private string NextPath => Path.Combine(_folder, "next.snap");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(0, 300)]
    [InlineData(400, 0)]
    [InlineData(1_000, 3_000)]
    [InlineData(9_000, 500)]
    public void Fold_knows_what_snapshot_and_changes_knew(int members, int changes)
    {
        var sample = SampleMembers.Draw(members, seed: members + 1);
        var before = Open(sample, SampleMembers.Heading with { ChangesThrough = Through });
        var keys = sample.Model.Keys.Concat(SampleMembers.Draw(members + 50, seed: members + 2).Model.Keys).ToArray();
        var random = new RandomChanges(seed: changes);
        var model = sample.Model.ToDictionary(pair => pair.Key, pair => (Standing?)pair.Value);
        List<ChangeRecord> log = [.. Enumerable.Range(1, 3).Select(revision => new ChangeMade(random.Next(Through - 3 + revision)))];
        for (var i = 1; i <= changes; i++)
        {
            var (key, act) = (keys[random.Next(keys.Length)], random.NextAct());
            log.Add(new ChangeMade(new(Through + i, new MemberTag(key, 0), SampleMembers.Heading.AsOf.AddSeconds(i), act)));
            model[key] = act.Apply(model.GetValueOrDefault(key));
        }

        var report = Fold(before, log);

        var expected = model.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!.Value);
        var after = new PinnedSnapshot(File.ReadAllBytes(NextPath)).Open();
        Assert.Equal((expected.Count, Through + changes), (after.Metadata.MemberCount, after.Metadata.ChangesThrough));
        Assert.Equal(expected.Count, report.Members);
        Assert.Equal(sample.Model.Keys.Count(key => !expected.ContainsKey(key)), report.Left);
        Assert.Equal(expected.Keys.Count(key => !sample.Model.ContainsKey(key)), report.Entered);
        foreach (var key in keys)
        {
            Assert.Equal(expected.TryGetValue(key, out var wanted), after.TryFind(key, out var found));
            AssertSame(wanted, found);
        }
    }

    [Fact]
    public void Later_of_heartbeat_and_change_is_what_the_log_describes()
    {
        var before = Open(SampleMembers.Draw(3, seed: 1), SampleMembers.Heading);
        WriteLog([new ChangeMade(new(1, new MemberTag(new(5), 0), SampleMembers.Heading.AsOf.AddHours(1), new Leave())), new Heartbeat(1, SampleMembers.Heading.AsOf.AddHours(2))]);

        Assert.Equal(SampleMembers.Heading.AsOf.AddHours(2), LoggedChanges.Read(LogPath, before).AsOf);
    }

    [Fact]
    public void Log_that_begins_too_late_is_refused()
    {
        var before = Open(SampleMembers.Draw(3, seed: 1), SampleMembers.Heading with { ChangesThrough = 7 });
        WriteLog([new ChangeMade(new(10, new MemberTag(new(5), 0), SampleMembers.Heading.AsOf, new Leave()))]);

        Assert.Contains("8 to 9", Assert.Throws<InvalidDataException>(() => LoggedChanges.Read(LogPath, before)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a later version's", "Run the version that wrote it")]
    [InlineData("disordered", "change 1 after 2")]
    public void Log_that_this_version_cannot_follow_is_refused_by_name(string kind, string said)
    {
        var before = Open(SampleMembers.Draw(3, seed: 1), SampleMembers.Heading);
        byte[] Leaving(long revision) => ChangeEncoding.Write(new ChangeMade(new(revision, new MemberTag(new(5), 0), SampleMembers.Heading.AsOf, new Leave())));
        ReadOnlyMemory<byte>[] records = kind == "disordered" ? [Leaving(1), Leaving(2), Leaving(1)] : [Leaving(1), new byte[] { 250, 1, 2, 3 }];
        File.WriteAllBytes(LogPath, [.. JournalHeader.Write(), .. JournalFrame.Write(1, records)]);

        var refused = Assert.Throws<InvalidDataException>(() => LoggedChanges.Read(LogPath, before)).Message;

        Assert.Contains(said, refused, StringComparison.Ordinal);
        Assert.Contains(LogPath, refused, StringComparison.Ordinal);
    }

    [Fact]
    public void Replacement_is_carried_on_and_the_change_finds_its_member()
    {
        var (own, other) = (new MemberTag(new(1UL << 40), 1), new MemberTag(new((1UL << 40) + 1), 2));
        var tags = new Dictionary<byte, MemberTag> { [(byte)'a'] = own, [(byte)'b'] = other };
        var path = Path.Combine(_folder, "first.snap");
        SnapshotBuild.FromCsv(
            SampleMembers.Sources(EdgeService.Building.Csv.ScoresCsv.Columns + "\n", EdgeService.Building.Csv.EnrolmentCsv.Columns + "\na,basic,open,none,,\nb,basic,open,none,,\n"),
            path, SampleMembers.Heading, id => tags[id[0]], null);
        var before = new PinnedSnapshot(File.ReadAllBytes(path)).Open();

        Fold(before, [new ChangeMade(new(1, other, SampleMembers.Heading.AsOf, new SetTier(Tier.Gold)))]);

        var after = new PinnedSnapshot(File.ReadAllBytes(NextPath)).Open();
        Assert.Equal(before.KeyOf(other), after.KeyOf(other));
        Assert.True(after.TryFind(after.KeyOf(other), out var changed) & after.TryFind(after.KeyOf(own), out var same));
        Assert.Equal((Tier.Gold, Tier.Basic), (changed.Tier, same.Tier));
    }

    private FoldReport Fold(SnapshotView before, IEnumerable<ChangeRecord> log)
    {
        WriteLog(log);
        return SnapshotFold.Run(before, LoggedChanges.Read(LogPath, before), NextPath, SampleMembers.Heading with { Revision = 8 }, null, new BuildOptions());
    }

    private void WriteLog(IEnumerable<ChangeRecord> records)
    {
        var frame = JournalFrame.Write(1, [.. records.Select(record => (ReadOnlyMemory<byte>)ChangeEncoding.Write(record))]);
        File.WriteAllBytes(LogPath, [.. JournalHeader.Write(), .. frame]);
    }

    private SnapshotView Open(SampleMembers sample, SnapshotHeading heading)
    {
        var path = Path.Combine(_folder, "before.snap");
        SnapshotBuild.FromCsv(SampleMembers.Sources(sample.Scores, sample.Enrolment), path, heading, SampleMembers.Tagging, null);
        return new PinnedSnapshot(File.ReadAllBytes(path)).Open();
    }

    private static void AssertSame(Standing expected, Standing found)
    {
        if (expected == default)
        {
            Assert.Equal(default, found);
            return;
        }

        Assert.Equal(expected with { Consents = found.Consents, Bans = found.Bans, DatedConsents = found.DatedConsents }, found);
        Assert.Equal(expected.Consents.Contracts.ToHashSet(), found.Consents.Contracts.ToHashSet());

        // The log stores the lists of a whole standing sorted; their order says nothing.
        Assert.Equal(expected.Bans.ToHashSet(), found.Bans.ToHashSet());
        Assert.Equal(expected.DatedConsents.ToHashSet(), found.DatedConsents.ToHashSet());
    }
}
