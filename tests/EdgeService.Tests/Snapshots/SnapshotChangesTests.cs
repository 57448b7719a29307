using EdgeService.Building.Journals;
using EdgeService.Core.Changes;
using EdgeService.Core.Members;
using EdgeService.Core.Scoring;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots;
using EdgeService.Snapshots.Changes;

namespace EdgeService.Tests.Snapshots;

public sealed class SnapshotChangesTests : IDisposable
{
    private static readonly DateTimeOffset Moment = SnapshotStock.Start.AddDays(2);
    private readonly SnapshotStock _stock = new();

    public void Dispose() => _stock.Dispose();

    [Fact]
    public void Change_is_seen_by_the_next_lease_and_not_by_one_taken_before()
    {
        using var current = Serving(1);
        using var before = current.Acquire();
        Assert.Equal(new ApplyOutcome.Applied(1, 0, 0, 1), current.Apply([Score(1, 800)], null));
        using var after = current.Acquire();
        Assert.Equal((400, 800), (FloorOf(before), FloorOf(after)));
        Assert.Equal((0, 1), (before.ChangesThrough, after.ChangesThrough));
        Assert.Equal((SnapshotStock.Start.AddHours(1), Moment), (before.AsOf, after.AsOf));
    }

    [Fact]
    public void Many_together_see_changes_too()
    {
        using var current = Serving(1);
        var joined = Tag("joined");
        current.Apply([Score(1, 800), Change(2, joined, new Enrol(StandingOf(600))), Change(3, Tag("m"), new Leave())], null);
        using var lease = current.Acquire();
        var found = new Standing?[3];
        lease.FindMany([_stock.Member, joined.Key, Tag("nobody").Key], found);
        Assert.Equal([null, 600, null], found.Select(standing => standing?.Score.Floor));
        Assert.False(lease.TryFind(_stock.Member, out _));
        Assert.Equal(2, lease.ChangedMembers);
    }

    [Fact]
    public void Changes_are_there_after_a_start()
    {
        using (var current = Serving(1))
            current.Apply([Score(1, 800), Score(2, 900)], Moment.AddHours(1));
        _stock.CloseChanges();
        using var again = Serving(1);
        using var lease = again.Acquire();
        Assert.Equal((900, 2L, Moment.AddHours(1)), (FloorOf(lease), lease.ChangesThrough, lease.AsOf));
    }

    [Fact]
    public void Repeated_changes_are_passed_over_and_others_refused_all_at_once()
    {
        using var current = Serving(1);
        current.Apply([Score(1, 800), Score(2, 900)], null);
        Assert.Equal(new ApplyOutcome.Applied(1, 2, 0, 3), current.Apply([Score(1, 800), Score(2, 900), Score(3, 700)], null));
        AssertMisplaced(current, [Score(5, 350)], new PlacedChange(ChangePlace.Gap, 4));
        AssertMisplaced(current, [Score(2, 850), Score(3, 700), Score(4, 700)], new(ChangePlace.Conflict, 2), new(ChangePlace.Repeated, 3), new(ChangePlace.Next, 4));
        using var lease = current.Acquire();
        Assert.Equal((700, 3L), (FloorOf(lease), lease.ChangesThrough));
    }

    [Fact]
    public void Validation_says_the_same_and_changes_nothing()
    {
        using var current = Serving(1);
        Assert.Equal(new ApplyOutcome.Applied(2, 0, 1, 0), current.Apply([Score(1, 800), Change(2, Tag("nobody"), new SetCourtListing(true))], null, validateOnly: true));
        using var lease = current.Acquire();
        Assert.Equal((400, 0L), (FloorOf(lease), lease.ChangesThrough));
    }

    [Fact]
    public void Heartbeat_moves_the_as_of_forward_only()
    {
        using var current = Serving(1);
        current.Apply([], Moment);
        current.Apply([], Moment.AddDays(-1));
        Assert.Equal(Moment, current.AsOf);
        _stock.CloseChanges();
        using var again = Serving(1);
        Assert.Equal(Moment, again.AsOf);
    }

    [Fact]
    public void Snapshot_that_holds_changes_is_not_changed_by_them_again()
    {
        using var current = Serving(1);
        current.Apply([Score(1, 800), Score(2, 900)], null);
        _stock.PutThrough(2, changesThrough: 2);
        current.Scan();
        using var lease = current.Acquire();
        Assert.Equal((450, 2L, 0), (FloorOf(lease), lease.ChangesThrough, lease.ChangedMembers));
        Assert.Equal(new ApplyOutcome.Applied(1, 2, 0, 3), current.Apply([Score(1, 800), Score(2, 900), Score(3, 700)], null));
    }

    [Fact]
    public void Snapshot_that_holds_some_gets_the_rest()
    {
        using var current = Serving(1);
        current.Apply([Score(1, 800), Change(2, Tag("m"), new SetTier(Tier.Gold))], null);
        _stock.PutThrough(2, changesThrough: 1);
        current.Scan();
        using var lease = current.Acquire();
        Assert.True(lease.TryFind(_stock.Member, out var standing));
        Assert.Equal((450, Tier.Gold), (standing.Score.Floor, standing.Tier));
    }

    [Fact]
    public void Snapshot_ahead_of_the_changes_says_which_comes_next()
    {
        using var current = Serving(1);
        current.Apply([Score(1, 800)], null);
        _stock.PutThrough(2, changesThrough: 9);
        current.Scan();
        AssertMisplaced(current, [Score(11, 350)], new PlacedChange(ChangePlace.Gap, 10));
        Assert.Equal(new ApplyOutcome.Applied(1, 0, 0, 10), current.Apply([Score(10, 800)], null));
    }

    [Fact]
    public void Rollback_brings_back_the_snapshot_before_with_every_change_since_it()
    {
        using var current = Serving(1);
        current.Apply([Score(1, 800)], null);
        _stock.PutThrough(2, changesThrough: 1);
        current.Scan();
        current.Apply([Change(2, Tag("m"), new SetTier(Tier.Gold))], null);
        Assert.Equal(1, current.RollBack(2).Adopted?.Metadata.Revision);
        using var lease = current.Acquire();
        Assert.True(lease.TryFind(_stock.Member, out var standing));
        Assert.Equal((800, Tier.Gold, 2L), (standing.Score.Floor, standing.Tier, lease.ChangesThrough));
    }

    [Fact]
    public void Rollback_that_would_lose_a_change_is_refused()
    {
        using var current = Serving(1);
        _stock.PutThrough(2, changesThrough: 5);
        current.Scan();
        current.Apply([Score(6, 800)], null);
        var scan = current.RollBack(2);
        Assert.Null(scan.Adopted);
        Assert.Equal(SnapshotFault.ChangesMissing, Assert.Single(scan.Refused).Refusal.Fault);
        using var lease = current.Acquire();
        Assert.Equal((800, 2L), (FloorOf(lease), lease.Revision));
    }

    [Fact]
    public void Another_revision_than_the_served_one_is_not_rolled_back()
    {
        using var current = Serving(1);
        _stock.Put(2);
        current.Scan();
        Assert.Null(current.RollBack(1).Adopted);
        Assert.Equal(2, current.Metadata?.Revision);
    }

    [Fact]
    public void Changes_that_no_kept_snapshot_needs_are_let_go()
    {
        using var current = Serving(1);
        for (var revision = 1L; revision <= 200; revision++)
            current.Apply([Score(revision, revision % 2 == 0 ? 700 : 800)], null);
        _stock.PutThrough(2, changesThrough: 150);
        current.Scan();
        Assert.Equal(0, _stock.Changes.Coverage.DroppedThrough);
        _stock.PutThrough(3, changesThrough: 180);
        current.Scan();
        Assert.Equal(150, _stock.Changes.Coverage.DroppedThrough);
        Assert.Equal([new RevisionRun(151, 200)], _stock.Changes.Coverage.Runs);
        Assert.Equal(SnapshotState.Kept, current.List().Single(one => one.Revision == 1).State);
        _stock.CloseChanges();
        using var again = Serving(3);
        Assert.Equal([new RevisionRun(151, 200)], _stock.Changes.Coverage.Runs);
        using var lease = again.Acquire();
        Assert.Equal((700, 200L), (FloorOf(lease), lease.ChangesThrough));
        Assert.Equal(new ApplyOutcome.Applied(0, 1, 0, 200), again.Apply([Score(3, 350)], null));
    }

    [Fact]
    public void Change_counts_though_no_shorter_log_can_be_written_beside_it()
    {
        using (var log = AppendOnlyLog.Open(Path.Combine(_stock.Options.ChangesFolder, ChangeLog.FileName), _ => { }))
            log.Append([.. Enumerable.Repeat((ReadOnlyMemory<byte>)ChangeEncoding.Write(new Heartbeat(0, Moment)), 10_001)]);
        using (var current = Serving(1))
        {
            Directory.CreateDirectory(Path.Combine(_stock.Options.ChangesFolder, ChangeLog.FileName + ".new"));
            Assert.Equal(new ApplyOutcome.Applied(1, 0, 0, 1), current.Apply([Score(1, 800)], null));
            Assert.Equal(new ApplyOutcome.Applied(1, 1, 0, 2), current.Apply([Score(1, 800), Score(2, 900)], null));
        }

        Directory.Delete(Path.Combine(_stock.Options.ChangesFolder, ChangeLog.FileName + ".new"));
        _stock.CloseChanges();
        using var again = Serving(1);
        using var lease = again.Acquire();
        Assert.Equal((900, 2L), (FloorOf(lease), lease.ChangesThrough));
    }

    [Fact]
    public void Changes_that_may_be_gone_are_not_gone_back_to()
    {
        using var current = Serving(1);
        current.Apply([Score(1, 800), Score(2, 900)], null);
        Directory.CreateDirectory(Path.Combine(_stock.Options.ChangesFolder, ChangeLog.FileName + ".new"));
        Assert.ThrowsAny<SystemException>(() => _stock.Changes.DropThrough(1));
        Assert.Equal(new RevisionRun(1, 1), _stock.Changes.Coverage.MissingFrom(0));
        Directory.Delete(Path.Combine(_stock.Options.ChangesFolder, ChangeLog.FileName + ".new"));
    }

    [Fact]
    public void Only_file_left_that_lacks_changes_is_not_served()
    {
        using (var current = Serving(1))
        {
            current.Apply([Score(1, 800), Score(2, 800)], null);
            _stock.PutThrough(2, changesThrough: 2);
            current.Scan();
            _stock.PutThrough(3, changesThrough: 2);
            current.Scan();
        }

        File.Delete(_stock.PathOf(2));
        File.Delete(_stock.PathOf(3));
        using var again = _stock.Current();
        Assert.Equal(SnapshotFault.ChangesMissing, Assert.Single(again.Scan().Refused).Refusal.Fault);
        Assert.False(again.IsThere);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Damage_found_while_applying_falls_back_and_applies_there(bool isServed)
    {
        _stock.PutMany(1, others: 30_000);
        _stock.PutMany(2, others: 30_000);
        StandingChange[] changes = [.. Enumerable.Range(0, 100).Select(i => Change(i + 1, Tag($"{i}"), new SetTier(Tier.Gold)))];
        using var current = _stock.Current(copyUpToBytes: 0);
        if (isServed)
            Assert.Equal(2, current.Scan().Adopted?.Metadata.Revision);
        else
            _stock.Changes.Append(changes, null);
        SpoilEntries(_stock.PathOf(2));
        if (isServed)
            Assert.Equal(new ApplyOutcome.Applied(100, 0, 0, 100), current.Apply(changes, null));
        else
            Assert.Equal(1, current.Scan().Adopted?.Metadata.Revision);
        using var lease = current.Acquire();
        Assert.Equal((1L, 100L, 100), (lease.Revision, lease.ChangesThrough, lease.ChangedMembers));
    }

    [Fact]
    public void Two_edges_may_read_one_folder_but_not_share_one_log()
    {
        using var current = Serving(1);
        var held = Assert.Throws<JournalHeldException>(() => ChangeLog.Open(_stock.Options.ChangesFolder));
        Assert.Contains("folder of its own", held.Message, StringComparison.Ordinal);
        using var other = ChangeLog.Open(_stock.Options.ChangesFolder + "-2");
        using var second = new CurrentSnapshot(_stock.Options, _stock.Trust, Building.Snapshots.MemberHashing.CheckOf(_stock.Secret), other);
        second.Scan();
        current.Apply([Score(1, 800)], null);
        using var lease = second.Acquire();
        Assert.Equal(400, FloorOf(lease));
    }

    internal static Standing StandingOf(int score) => new(ScoreStep.OfScore(score), Tier.Basic, false, false, ConsentSet.None, [], []);

    private static void AssertMisplaced(CurrentSnapshot current, StandingChange[] changes, params PlacedChange[] places) =>
        Assert.Equal(places, Assert.IsType<ApplyOutcome.Misplaced>(current.Apply(changes, null)).Places);

    private static int FloorOf(in SnapshotLease lease, MemberKey? member = null)
    {
        Assert.True(lease.TryFind(member ?? MemberKeys.Of("m", MemberSecret.Of(Enumerable.Repeat((byte)7, 32).ToArray())), out var standing));
        return standing.Score.Floor;
    }

    private static StandingChange Change(long revision, MemberTag member, ChangeAct act) => new(revision, member, Moment, act);

    /// <summary>Spoils every chunk that holds nothing but entries.</summary>
    private static void SpoilEntries(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        for (var at = SnapshotFormat.ChunkBytes; at < 3 * SnapshotFormat.ChunkBytes; at += SnapshotFormat.ChunkBytes)
        {
            file.Position = at;
            var first = file.ReadByte();
            file.Position = at;
            file.WriteByte((byte)(first ^ 1));
        }
    }

    private StandingChange Score(long revision, int score) => Change(revision, Tag("m"), new SetScore(ScoreStep.OfScore(score)));

    private MemberTag Tag(string memberId) => MemberKeys.TryTagOf(memberId, _stock.Secret, out var tag) ? tag : throw new ArgumentException("no member id");

    private CurrentSnapshot Serving(long revision)
    {
        if (!File.Exists(_stock.PathOf(revision)))
            _stock.Put(revision);
        var current = _stock.Current();
        Assert.Equal(revision, current.Scan().Adopted?.Metadata.Revision);
        return current;
    }
}
