using System.Security.Cryptography;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots;
using EdgeService.Tests.Hosting;
using Microsoft.Extensions.Options;

namespace EdgeService.Tests.Snapshots;

public sealed class CurrentSnapshotTests : IDisposable
{
    private readonly SnapshotStock _stock = new();

    public void Dispose() => _stock.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(SnapshotFile.DefaultCopyUpToBytes)]
    public void Start_takes_the_highest_revision(long copyUpToBytes)
    {
        _stock.Put(1);
        _stock.Put(3);
        _stock.Put(2);
        using var current = _stock.Current(copyUpToBytes);

        var scan = current.Scan();

        Assert.Equal(3, scan.Adopted?.Metadata.Revision);
        Assert.Empty(scan.Refused);
        AssertServes(current, 3);
    }

    [Fact]
    public void Start_without_a_snapshot_serves_nothing()
    {
        using var current = _stock.Current();

        Assert.Null(current.Scan().Adopted);
        Assert.False(current.IsThere);
        Assert.Throws<SnapshotLostException>(() => current.Acquire());
    }

    [Fact]
    public void Start_with_a_bad_newest_file_takes_the_one_before_and_says_why()
    {
        _stock.Put(1);
        _stock.Put(2);
        FlipBit(_stock.PathOf(2), 100);
        using var current = _stock.Current();

        var scan = current.Scan();

        Assert.Equal(SnapshotFault.Damaged, Assert.Single(scan.Refused).Refusal.Fault);
        AssertServes(current, 1);
    }

    [Fact]
    public async Task Watch_outlives_what_nobody_foresaw()
    {
        _stock.Put(1);
        using var current = _stock.Current();
        var log = new StumblingLog<SnapshotWatch>(stumbleAt: 2000);
        using var watch = new SnapshotWatch(current, Options.Create(new SnapshotOptions { ScanSeconds = 0.1 }), UnopenedAudit.Trail(), TimeProvider.System, log);
        await watch.StartAsync(CancellationToken.None);

        await log.WaitForAsync(2002);
        _stock.Put(2);
        await log.WaitForAsync(2000);

        AssertServes(current, 2);
        await watch.StopAsync(CancellationToken.None);
    }

    public static TheoryData<string, SnapshotFault> BadFiles => new()
    {
        { "cut short", SnapshotFault.CutShort },
        { "flipped bit", SnapshotFault.Damaged },
        { "unsigned", SnapshotFault.Unsigned },
        { "other key", SnapshotFault.UnknownKey },
        { "other secret", SnapshotFault.OtherSecret },
        { "newer version", SnapshotFault.NewerVersion },
        { "something else", SnapshotFault.NotASnapshot },
        { "empty", SnapshotFault.NotASnapshot },
        { "older", SnapshotFault.OlderRevision },
    };

    [Theory]
    [MemberData(nameof(BadFiles))]
    public void Bad_file_is_refused_once_by_name_and_the_last_good_one_stays(string kind, SnapshotFault fault)
    {
        _stock.Put(4);
        using var current = _stock.Current();
        current.Scan();
        PutBad(kind);

        var scan = current.Scan();

        Assert.Null(scan.Adopted);
        Assert.Equal(fault, Assert.Single(scan.Refused).Refusal.Fault);
        Assert.Empty(current.Scan().Refused);
        AssertServes(current, 4);
    }

    [Fact]
    public void File_that_was_refused_half_written_is_taken_once_it_is_whole()
    {
        _stock.Put(1);
        _stock.Put(2);
        var whole = File.ReadAllBytes(_stock.PathOf(2));
        File.WriteAllBytes(_stock.PathOf(2), whole[..^10]);
        using var current = _stock.Current();
        current.Scan();
        AssertServes(current, 1);

        File.WriteAllBytes(_stock.PathOf(2), whole);

        Assert.Equal(2, current.Scan().Adopted?.Metadata.Revision);
        AssertServes(current, 2);
    }

    [Fact]
    public void File_overwritten_in_place_does_not_reach_what_is_served()
    {
        _stock.Put(5);
        using var current = _stock.Current();
        current.Scan();

        File.WriteAllBytes(_stock.PathOf(5), new byte[100]);

        Assert.Equal(SnapshotFault.NotASnapshot, Assert.Single(current.Scan().Refused).Refusal.Fault);
        AssertServes(current, 5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(SnapshotFile.DefaultCopyUpToBytes)]
    public void Lease_taken_before_a_swap_finishes_on_its_own_file(long copyUpToBytes)
    {
        _stock.Put(1);
        using var current = _stock.Current(copyUpToBytes);
        current.Scan();
        using (var lease = current.Acquire())
        {
            _stock.Put(2);
            current.Scan();

            Assert.Equal(1, lease.Revision);
            Assert.True(lease.TryFind(_stock.Member, out var standing));
            Assert.Equal(400, standing.Score.Floor);
            AssertServes(current, 2);
        }

        AssertServes(current, 2);
    }

    [Fact]
    public async Task Swaps_under_many_readers_never_show_a_mixture()
    {
        _stock.Put(1);
        using var current = _stock.Current();
        current.Scan();
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
            () =>
            {
                long last = 0;
                while (!stop.IsCancellationRequested)
                {
                    using var lease = current.Acquire();
                    Assert.True(lease.Revision >= last);
                    last = lease.Revision;
                    Assert.True(lease.TryFind(_stock.Member, out var standing));
                    Assert.Equal(350 + (50 * lease.Revision), standing.Score.Floor);
                }

                return last;
            },
            TaskCreationOptions.LongRunning)).ToArray();

        for (var revision = 2; revision <= 12; revision++)
        {
            _stock.Put(revision);
            Assert.Equal(revision, current.Scan().Adopted?.Metadata.Revision);
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
    }

    [Fact]
    public void Roll_back_goes_to_the_revision_before_and_lasts_over_a_restart()
    {
        _stock.Put(1);
        _stock.Put(2);
        using var current = _stock.Current();
        current.Scan();

        Assert.Equal(1, current.RollBack().Adopted?.Metadata.Revision);

        AssertServes(current, 1);
        Assert.Null(current.Scan().Adopted);
        using var restarted = _stock.Current();
        restarted.Scan();
        AssertServes(restarted, 1);
        _stock.Put(3);
        restarted.Scan();
        AssertServes(restarted, 3);
    }

    [Fact]
    public void Roll_back_without_an_earlier_file_changes_nothing()
    {
        _stock.Put(2);
        using var current = _stock.Current();
        current.Scan();

        Assert.Null(current.RollBack().Adopted);

        AssertServes(current, 2);
        Assert.True(File.Exists(_stock.PathOf(2)));
    }

    [Fact]
    public void Roll_back_that_the_folder_does_not_allow_changes_nothing()
    {
        _stock.Put(1);
        _stock.Put(2);
        using var current = _stock.Current();
        current.Scan();
        Directory.CreateDirectory(_stock.PathOf(2) + ".withdrawn");

        Assert.ThrowsAny<SystemException>(() => current.RollBack());

        AssertServes(current, 2);
        Assert.Null(current.Scan().Adopted);
        Assert.True(File.Exists(_stock.PathOf(2)));
    }

    [Fact]
    public void File_that_nobody_trusted_has_signed_is_nothing_to_go_back_to()
    {
        _stock.Put(1);
        _stock.Put(3);
        _stock.Put(2, signer: null);
        using var current = _stock.Current();
        current.Scan();

        Assert.Equal(
            [(3, SnapshotState.Served), (2, SnapshotState.Damaged), (1, SnapshotState.Previous)],
            current.List().Select(one => (one.Revision, one.State)));
    }

    [Fact]
    public void File_that_could_not_be_read_is_told_once_and_taken_when_it_can()
    {
        _stock.Put(1);
        _stock.Put(2);
        using var current = _stock.Current();
        using (new FileStream(_stock.PathOf(2), FileMode.Open, FileAccess.Read, FileShare.None))
        {
            Assert.Equal(SnapshotFault.Unreadable, Assert.Single(current.Scan().Refused).Refusal.Fault);
            Assert.Empty(current.Scan().Refused);
            AssertServes(current, 1);
        }

        Assert.Equal(2, current.Scan().Adopted?.Metadata.Revision);
    }

    [Fact]
    public void Folder_that_is_gone_is_reported_once_and_the_last_good_one_stays()
    {
        _stock.Put(2);
        using var current = _stock.Current();
        current.Scan();
        Directory.Delete(_stock.Folder, recursive: true);

        Assert.Equal(SnapshotFault.Unreadable, Assert.Single(current.Scan().Refused).Refusal.Fault);
        Assert.Empty(current.Scan().Refused);
        AssertServes(current, 2);
    }

    private void AssertServes(CurrentSnapshot current, long revision)
    {
        using var lease = current.Acquire();
        Assert.Equal(revision, lease.Revision);
        Assert.Equal(SnapshotStock.Start.AddHours(revision), lease.AsOf);
        Assert.True(lease.TryFind(_stock.Member, out var standing));
        Assert.Equal(350 + (50 * revision), standing.Score.Floor);
    }

    private void PutBad(string kind)
    {
        var path = _stock.PathOf(9);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        switch (kind)
        {
            case "cut short":
                _stock.Put(9);
                File.WriteAllBytes(path, File.ReadAllBytes(path)[..^1]);
                break;
            case "flipped bit":
                _stock.Put(9);
                FlipBit(path, 8 * 70);
                break;
            case "unsigned":
                _stock.Put(9, signer: null);
                break;
            case "other key":
                _stock.Put(9, new SnapshotSigner(other));
                break;
            case "other secret":
                _stock.Put(9, _stock.Signer, MemberSecret.Of(new byte[32]));
                break;
            case "newer version":
                _stock.Put(9);
                FlipBit(path, (8 * 8) + 3);
                break;
            case "something else":
                File.WriteAllText(path, "a letter to the editor, and a long one, which is no snapshot");
                break;
            case "empty":
                File.WriteAllText(path, "");
                break;
            default:
                _stock.Put(3);
                break;
        }
    }

    private static void FlipBit(string path, int bit)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        File.WriteAllBytes(path, bytes);
    }
}
