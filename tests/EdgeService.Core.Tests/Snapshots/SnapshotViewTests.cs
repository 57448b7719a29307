using System.Security.Cryptography;
using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Snapshots;

public class SnapshotViewTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    [InlineData(20_000)]
    public void Find_of_every_member_gives_what_was_put_in(int count)
    {
        var sample = SampleMembers.Draw(count, seed: count);
        var view = new PinnedSnapshot(sample.BuildBytes(null)).Open();

        Assert.Equal(count, view.Metadata.MemberCount);
        foreach (var (key, expected) in sample.Model)
        {
            Assert.True(view.TryFind(key, out var found));
            AssertSame(expected, found);
        }
    }

    [Fact]
    public void Find_of_random_keys_agrees_with_a_dictionary()
    {
        var sample = SampleMembers.Draw(5_000, seed: 11);
        var view = new PinnedSnapshot(sample.BuildBytes(null)).Open();
        var random = new Random(12);
        for (var i = 0; i < 200_000; i++)
        {
            var key = new MemberKey((ulong)random.NextInt64(long.MinValue, long.MaxValue));
            Assert.Equal(sample.Model.ContainsKey(key), view.TryFind(key, out _));
        }
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(ulong.MaxValue)]
    public void Find_at_the_ends_of_the_key_space_is_right(ulong end)
    {
        var sample = SampleMembers.Draw(300, seed: 5);
        var before = new PinnedSnapshot(sample.BuildBytes(null)).Open();
        Assert.False(before.TryFind(new MemberKey(end), out _));

        sample.Add(new MemberKey(end), SampleMembers.Draw(1, seed: 6).Model.Values.Single());
        var after = new PinnedSnapshot(sample.BuildBytes(null)).Open();
        Assert.True(after.TryFind(new MemberKey(end), out var found));
        AssertSame(sample.Model[new MemberKey(end)], found);
    }

    [Fact]
    public void Find_without_details_allocates_nothing()
    {
        var sample = SampleMembers.Draw(1_000, seed: 21);
        var view = new PinnedSnapshot(sample.BuildBytes(null)).Open();
        var keys = sample.Model.Where(member => member.Value.Bans.Count == 0).Select(member => member.Key).ToArray();
        long Allocated()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var key in keys)
            {
                view.TryFind(key, out _);
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Allocated();
        Assert.Equal(0, Allocated());
    }

    [Fact]
    public void Metadata_are_what_the_builder_was_told()
    {
        var metadata = new PinnedSnapshot(SampleMembers.Draw(50, seed: 1).BuildBytes(null)).Open().Metadata;

        Assert.Equal(SampleMembers.Heading.Revision, metadata.Revision);
        Assert.Equal(SampleMembers.Heading.AsOf, metadata.AsOf);
        Assert.Equal(SampleMembers.Heading.CreatedAt, metadata.CreatedAt);
        Assert.Equal(SampleMembers.Heading.SecretVersion, metadata.SecretVersion);
        Assert.Equal(SampleMembers.Heading.SecretCheck, metadata.SecretCheck);
        Assert.Equal(SampleMembers.Heading.Builder, metadata.Builder);
    }

    [Theory]
    [InlineData(1_000)]
    [InlineData(46_000)]
    [InlineData(100_000)]
    public void File_takes_at_most_nine_bytes_a_member(int count)
    {
        var sample = new SampleMembers();
        var random = new Random(count);
        var standing = SampleMembers.Draw(40, seed: 2).Model.Values.First(one => one.Bans.Count == 0);
        while (sample.Model.Count < count)
        {
            sample.Add(new MemberKey((ulong)random.NextInt64()), standing);
        }

        const int Constant = 1_500;
        Assert.InRange(sample.BuildBytes(null).Length, 8 * count, (9 * count) + Constant);
    }

    [Fact]
    public void Consent_sets_beyond_the_table_are_found_in_the_details()
    {
        const int Members = SnapshotEntry.MaxConsentSets + 5_000;
        var sample = new SampleMembers();
        var like = SampleMembers.Draw(1, seed: 3).Model.Values.Single();
        for (uint i = 0; i < Members; i++)
        {
            var contracts = Enumerable.Range(0, 19).Where(bit => ((i >> bit) & 1) != 0).Select(bit => new Contract(Scene.Retail, $"p{bit}"));
            sample.Add(new MemberKey(i * 0x9E37_79B9_7F4A_7C15UL), like with { Consents = new ConsentSet(contracts), Bans = [] });
        }

        var view = new PinnedSnapshot(sample.BuildBytes(null)).Open();

        Assert.Equal(SnapshotEntry.MaxConsentSets, view.ConsentSetCount);
        Assert.Equal(Members - SnapshotEntry.MaxConsentSets, view.DetailCount);
        Assert.All(sample.Model.Where((_, i) => i % 97 == 0 || i > SnapshotEntry.MaxConsentSets), member =>
        {
            Assert.True(view.TryFind(member.Key, out var found));
            AssertSame(member.Value, found);
        });
    }

    [Fact]
    public void Build_of_the_same_members_gives_the_same_bytes()
    {
        var once = SampleMembers.Draw(3_000, seed: 9).BuildBytes(null);

        Assert.Equal(SHA256.HashData(once), SHA256.HashData(SampleMembers.Draw(3_000, seed: 9).BuildBytes(null)));
    }

    private static void AssertSame(Standing expected, Standing found)
    {
        Assert.Equal(expected with { Consents = found.Consents, Bans = found.Bans, DatedConsents = found.DatedConsents }, found);
        Assert.Equal(expected.Consents.Contracts.ToHashSet(), found.Consents.Contracts.ToHashSet());
        Assert.Equal(expected.Bans, found.Bans);
    }
}
