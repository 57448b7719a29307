using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots;

namespace EdgeService.Tests.Snapshots;

/// <summary>Files that are mapped, so that damage shows only when a part is read for the first time.</summary>
public sealed class DamagedSnapshotTests : IDisposable
{
    private const int Others = 40_000;
    private readonly SnapshotStock _stock = new();

    public void Dispose() => _stock.Dispose();

    [Fact]
    public void Lookup_in_a_damaged_chunk_is_answered_from_the_file_before()
    {
        _stock.PutMany(1, Others);
        _stock.PutMany(2, Others);
        DamageWhereTheMemberIs(2);
        using var current = Serve(2);
        using var lease = current.Acquire();
        Assert.Equal((2, false), (lease.Revision, lease.HasMoved));

        Assert.True(lease.TryFind(_stock.Member, out var standing));

        Assert.Equal(400, standing.Score.Floor);
        Assert.Equal((1, true), (lease.Revision, lease.HasMoved));
        Assert.Equal(SnapshotStock.Start.AddHours(1), lease.AsOf);
        Assert.Equal(1, current.Metadata?.Revision);
    }

    [Fact]
    public void Damaged_file_is_reported_put_aside_and_never_chosen_again()
    {
        _stock.PutMany(1, Others);
        _stock.PutMany(2, Others);
        DamageWhereTheMemberIs(2);
        using var current = Serve(2);
        using (var lease = current.Acquire())
            lease.TryFind(_stock.Member, out _);

        var scan = current.Scan();

        Assert.Equal(1, scan.Adopted?.Metadata.Revision);
        Assert.Equal((_stock.PathOf(2), SnapshotFault.Damaged), (Assert.Single(scan.Refused).Path, scan.Refused[0].Refusal.Fault));
        Assert.True(File.Exists(_stock.PathOf(2) + ".damaged"));
        Assert.Empty(current.Scan().Refused);
        using var restarted = Serve(1);
    }

    [Fact]
    public void Sound_file_under_the_name_of_the_damaged_one_is_taken()
    {
        _stock.PutMany(1, Others);
        _stock.PutMany(2, Others);
        DamageWhereTheMemberIs(2);
        using var current = Serve(2);
        using (var lease = current.Acquire())
            lease.TryFind(_stock.Member, out _);

        _stock.PutMany(2, Others);

        Assert.Equal(2, current.Scan().Adopted?.Metadata.Revision);
    }

    [Fact]
    public void Many_lookups_have_one_basis_though_the_last_of_them_meets_the_damage()
    {
        _stock.PutMany(1, Others);
        _stock.PutMany(2, Others);
        DamageWhereTheMemberIs(2);
        using var current = Serve(2);
        using var lease = current.Acquire();
        MemberKey[] keys = [.. Enumerable.Range(0, 50).Select(other => MemberKeys.Of($"{other}", _stock.Secret)), _stock.Member];
        var standings = new Standing?[keys.Length];

        lease.FindMany(keys, standings);

        Assert.Equal(1, lease.Revision);
        Assert.All(standings, standing => Assert.NotNull(standing));
        Assert.Equal(400, standings[^1]?.Score.Floor);
    }

    [Fact]
    public void Damage_everywhere_leaves_nothing_to_answer_from_until_a_sound_file_comes()
    {
        _stock.PutMany(1, Others);
        _stock.PutMany(2, Others);
        DamageWhereTheMemberIs(1);
        DamageWhereTheMemberIs(2);
        using var current = Serve(2);
        using (var lease = current.Acquire())
            Assert.Throws<SnapshotLostException>(() => lease.TryFind(_stock.Member, out _));
        Assert.False(current.IsThere);
        Assert.False(current.TryAcquire(out _));

        _stock.PutMany(3, Others);
        current.Scan();

        using var next = current.Acquire();
        Assert.True(next.TryFind(_stock.Member, out var standing));
        Assert.Equal(500, standing.Score.Floor);
    }

    [Fact]
    public void Background_pass_finds_damage_that_nobody_asked_for()
    {
        _stock.PutMany(1, Others);
        _stock.PutMany(2, Others);
        DamageWhereTheMemberIs(2);
        using var current = Serve(2);
        var progress = default(SnapshotProgress);
        while (current.VerifySome(ref progress, 1))
        {
            // The next chunk.
        }

        Assert.Equal(1, current.Metadata?.Revision);
        Assert.True(current.Chunks!.AllVerified);
    }

    [Fact]
    public async Task Calls_that_meet_one_damage_together_all_find_the_file_before()
    {
        _stock.PutMany(1, Others);
        _stock.PutMany(2, Others);
        DamageWhereTheMemberIs(2);
        using var current = Serve(2);
        var leases = Enumerable.Range(0, 16).Select(_ => current.Acquire()).ToArray();

        await Task.WhenAll(leases.Select(lease => Task.Run(() =>
        {
            Assert.True(lease.TryFind(_stock.Member, out var standing));
            Assert.Equal(400, standing.Score.Floor);
            lease.Dispose();
        })));

        Assert.False(IsMapped(_stock.PathOf(2)));
    }

    [Fact]
    public void File_is_unmapped_when_its_last_reader_leaves_and_not_before()
    {
        _stock.PutMany(1, Others);
        using var current = Serve(1);
        var (one, other) = (current.Acquire(), current.Acquire());
        _stock.PutMany(2, Others);
        Assert.Equal(2, current.Scan().Adopted?.Metadata.Revision);

        Assert.True(IsMapped(_stock.PathOf(1)));
        one.Dispose();
        Assert.True(IsMapped(_stock.PathOf(1)));
        Assert.True(other.TryFind(_stock.Member, out _));
        other.Dispose();

        Assert.False(IsMapped(_stock.PathOf(1)));
        Assert.True(IsMapped(_stock.PathOf(2)));
        current.Dispose();
        Assert.False(IsMapped(_stock.PathOf(2)));
    }

    [Fact]
    public void Successor_of_a_damaged_file_stays_for_as_long_as_its_readers()
    {
        _stock.PutMany(1, Others);
        _stock.PutMany(2, Others);
        DamageWhereTheMemberIs(2);
        using var current = Serve(2);
        var lease = current.Acquire();
        lease.TryFind(_stock.Member, out _);
        _stock.PutMany(3, Others);
        current.Scan();

        Assert.True(lease.TryFind(_stock.Member, out var standing));
        Assert.Equal(400, standing.Score.Floor);
        Assert.True(IsMapped(_stock.PathOf(1)));
        lease.Dispose();

        Assert.False(IsMapped(_stock.PathOf(1)));
    }

    [Fact]
    public void Two_edges_read_one_folder_and_what_one_puts_aside_the_other_goes_on_serving_what_it_holds()
    {
        _stock.PutMany(1, Others);
        _stock.PutMany(2, Others);
        using var one = Serve(2);
        using var stock = new SnapshotStock();
        using var other = new CurrentSnapshot(
            stock.Options with { Folder = _stock.Folder, CopyUpToBytes = 0 }, _stock.Trust, Building.Snapshots.MemberHashing.CheckOf(_stock.Secret), stock.Changes);
        other.Scan();
        Assert.Equal(2, other.Metadata?.Revision);

        Assert.Equal(1, one.RollBack().Adopted?.Metadata.Revision);

        using (var lease = other.Acquire())
        {
            Assert.True(lease.TryFind(_stock.Member, out var standing));
            Assert.Equal(450, standing.Score.Floor);
        }

        _stock.PutMany(3, Others);
        Assert.All([one, other], edge => Assert.Equal(3, edge.Scan().Adopted?.Metadata.Revision));
    }

    private CurrentSnapshot Serve(long revision)
    {
        var current = _stock.Current(copyUpToBytes: 0);
        Assert.Equal(revision, current.Scan().Adopted?.Metadata.Revision);
        return current;
    }

    /// <summary>Turns one bit of the score of "m", and nothing else.</summary>
    private void DamageWhereTheMemberIs(long revision)
    {
        var path = _stock.PathOf(revision);
        var bytes = File.ReadAllBytes(path);
        Assert.Null(Building.Snapshots.SnapshotPeek.Read(path, out var metadata));
        var split = new KeySplit(metadata!.DirectoryBits);
        for (var at = (int)metadata[SectionKind.Entries].Offset; ; at += SnapshotFormat.EntryBytes)
        {
            var entry = new SnapshotEntry(BitConverter.ToUInt64(bytes, at));
            if (entry.Remainder == split.RemainderOf(_stock.Member))
            {
                bytes[at + 2] ^= 0x40;
                File.WriteAllBytes(path, bytes);
                return;
            }
        }
    }

    /// <summary>Whatever its name is by now, a mapping keeps the one that it was opened under as its beginning.</summary>
    private static bool IsMapped(string path) =>
        File.ReadLines("/proc/self/maps").Any(line => line.Contains(path, StringComparison.Ordinal));
}
