using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Snapshots;

public sealed class LazyVerificationTests(SignedSample signed) : IClassFixture<SignedSample>
{
    private readonly KeyValuePair<MemberKey, Standing>[] _members = [.. signed.Sample.Model];

    [Fact]
    public void Opening_verifies_what_all_members_share_and_a_lookup_what_it_reads()
    {
        var view = Serve(new PinnedSnapshot(signed.Bytes));
        Assert.InRange(view.Chunks.Verified, 1, view.Chunks.Count - 2);

        var before = view.Chunks.Verified;
        Assert.All(_members, member => Assert.True(view.TryFind(member.Key, out _)));

        Assert.InRange(view.Chunks.Verified, before + 1, view.Chunks.Count);
        Assert.Null(SnapshotSeal.VerifyRest(view.Chunks));
        Assert.True(view.Chunks.AllVerified);
    }

    [Fact]
    public void Who_has_no_details_is_made_up_for_by_reading_anothers()
    {
        var view = Serve(new PinnedSnapshot(signed.Bytes));
        var listed = _members.First(member => member.Value.Bans.Count > 0).Key;
        Assert.True(view.TryFind(listed, out _));
        var before = view.Chunks.Verified;
        view.EvenOut(listed);
        Assert.Equal(before, view.Chunks.Verified);

        var read = 0;
        foreach (var key in _members.Where(member => member.Value.Bans.Count == 0).Select(member => member.Key).Append(new MemberKey(42)))
        {
            view.TryFind(key, out _);
            before = view.Chunks.Verified;
            view.EvenOut(key);
            read += view.Chunks.Verified > before ? 1 : 0;
        }

        Assert.InRange(read, 1, _members.Length);
    }

    [Fact]
    public void Thousand_bit_flips_none_is_served()
    {
        var snapshot = new PinnedSnapshot(signed.Bytes);
        var random = new Random(1_000);
        var (refused, thrown, untouched) = (0, 0, 0);
        for (var round = 0; round < 1_000; round++)
        {
            var bit = random.NextInt64(snapshot.Length * 8L);
            snapshot.Bytes[(int)(bit / 8)] ^= (byte)(1 << (int)(bit % 8));
            if (snapshot.TryServe(signed.Trust, out var view) is not null)
            {
                refused++;
            }
            else if (Ask(view!, random, 300))
            {
                thrown++;
            }
            else
            {
                Assert.NotNull(SnapshotSeal.VerifyRest(view!.Chunks));
                untouched++;
            }

            snapshot.Bytes[(int)(bit / 8)] ^= (byte)(1 << (int)(bit % 8));
        }

        Assert.All([refused, thrown], count => Assert.InRange(count, 1, 999));
        Assert.Equal(1_000, refused + thrown + untouched);
    }

    [Fact]
    public void Many_members_are_not_answered_from_a_damaged_chunk_either()
    {
        var snapshot = new PinnedSnapshot(signed.Bytes);
        var entries = snapshot.Open().Metadata[SectionKind.Entries];
        snapshot.Bytes[(int)entries.Offset + (3 * SnapshotFormat.ChunkBytes / 2)] ^= 1;
        Assert.Null(snapshot.TryServe(signed.Trust, out var view));

        Assert.Throws<SnapshotDamagedException>(() => view!.FindMany([.. _members.Select(member => member.Key)], new Standing?[_members.Length]));
    }

    [Fact]
    public void File_cut_short_anywhere_is_refused()
    {
        var random = new Random(2_000);
        for (var round = 0; round < 1_000; round++)
        {
            var cut = new PinnedSnapshot(signed.Bytes.AsSpan(0, random.Next(signed.Bytes.Length)));
            Assert.Contains(cut.TryServe(signed.Trust, out _)?.Fault, new SnapshotFault?[] { SnapshotFault.CutShort, SnapshotFault.NotASnapshot });
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(100)]
    [InlineData(129)]
    [InlineData(1_000)]
    public void Many_members_are_found_as_one_by_one(int count)
    {
        var view = Serve(new PinnedSnapshot(signed.Bytes));
        var random = new Random(count);
        MemberKey[] keys =
        [
            .. Enumerable.Range(0, count).Select(i => i % 3 == 0
                ? new MemberKey((ulong)random.NextInt64(long.MinValue, long.MaxValue))
                : _members[random.Next(_members.Length)].Key),
        ];
        var standings = new Standing?[count + 3];

        view.FindMany(keys, standings);

        for (var i = 0; i < count; i++)
        {
            Assert.Equal(view.TryFind(keys[i], out var alone), standings[i] is not null);
            Assert.Equal(alone.Score, standings[i]?.Score ?? default);
            Assert.Equal(alone.Bans ?? [], standings[i]?.Bans ?? []);
            Assert.Equal(alone.Consents, standings[i]?.Consents);
        }
    }

    [Fact]
    public void Many_members_need_room_for_all()
    {
        var view = Serve(new PinnedSnapshot(signed.Bytes));
        Assert.Throws<ArgumentException>(() => view.FindMany(new MemberKey[3], new Standing?[2]));
    }

    [Fact]
    public async Task Threads_that_meet_at_unverified_chunks_all_find_what_is_there()
    {
        var view = Serve(new PinnedSnapshot(signed.Bytes));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(seed => Task.Run(() => Assert.False(Ask(view, new Random(seed), 5_000)))));
        Assert.InRange(view.Chunks.Verified, 2, view.Chunks.Count);
    }

    /// <summary>Sealed by a trusted key, and still no read leaves the file: guarded pages lie around it.</summary>
    [Fact]
    public void Hostile_file_with_a_good_seal_never_leads_outside_itself()
    {
        var snapshot = new PinnedSnapshot(signed.Bytes);
        var random = new Random(78);
        var places = new PinnedSnapshot(signed.Bytes).Open().Metadata.Sections.Append(snapshot.Footer().Metadata).Where(place => place.Length > 0).ToArray();
        var opened = 0;
        for (var round = 0; round < 400; round++)
        {
            signed.Bytes.CopyTo(snapshot.Bytes);
            var place = places[random.Next(places.Length)];
            for (var change = 0; change < 1 + random.Next(40); change++)
            {
                snapshot.Bytes[(int)(place.Offset + random.NextInt64(place.Length))] = (byte)(random.Next(3) == 0 ? 0xFF : random.Next(256));
            }

            signed.Seal(snapshot.Bytes);
            if (snapshot.TryServe(signed.Trust, out var view) is null)
            {
                opened++;
                LookAround(view!, random);
            }
        }

        Assert.InRange(opened, 100, 400);
    }

    private static void LookAround(SnapshotView view, Random random)
    {
        var keys = new MemberKey[500];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = new MemberKey((ulong)random.NextInt64(long.MinValue, long.MaxValue));
            _ = view.TryFind(view.KeyOf(new MemberTag(keys[i], 0)), out _);
            var (first, end) = view.BucketAt(random.NextInt64(view.BucketCount));
            if (end > first)
            {
                keys[i] = view.PrefixOf(view.BucketCount - 1, view.EntryAt(random.NextInt64(first, end)));
            }
        }

        view.FindMany(keys, new Standing?[keys.Length]);
    }

    /// <summary>Asks for members at random; each is answered rightly, or not at all. True when damage was met.</summary>
    private bool Ask(SnapshotView view, Random random, int count)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                var (key, expected) = _members[random.Next(_members.Length)];
                Assert.True(view.TryFind(key, out var found));
                Assert.Equal((expected.Score, expected.Tier, expected.CourtListed), (found.Score, found.Tier, found.CourtListed));
                Assert.Equal(expected.Bans, found.Bans);
                Assert.True(found.Consents.Contracts.ToHashSet().SetEquals(expected.Consents.Contracts));
            }

            return false;
        }
        catch (SnapshotDamagedException)
        {
            return true;
        }
    }

    private SnapshotView Serve(PinnedSnapshot snapshot)
    {
        Assert.Null(snapshot.TryServe(signed.Trust, out var view));
        return view!;
    }
}
