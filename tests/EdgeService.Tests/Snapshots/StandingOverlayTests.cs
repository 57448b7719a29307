using EdgeService.Core.Members;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots.Changes;

namespace EdgeService.Tests.Snapshots;

/// <summary>The overlay against a dictionary, with keys that crowd together and the key 0.</summary>
public sealed class StandingOverlayTests
{
    [Theory]
    [InlineData(1, 400, 3)]
    [InlineData(2, 60, 400)]
    [InlineData(3, 8, 9_000)]
    public void Every_version_holds_what_the_dictionary_held_then(int seed, int batches, int largest)
    {
        var random = new Random(seed);
        var overlay = StandingOverlay.Over(Metadata);
        Dictionary<MemberKey, Standing?> model = [];
        List<(StandingOverlay Overlay, Dictionary<MemberKey, Standing?> Model)> versions = [(overlay, new(model))];
        for (var batch = 1; batch <= batches; batch++)
        {
            Dictionary<MemberKey, Standing?> later = [];
            for (var i = random.Next(largest); i >= 0; i--)
                later[NextKey(random)] = random.Next(5) == 0 ? null : SnapshotChangesTests.StandingOf(350 + (50 * random.Next(13)));
            overlay = overlay.With(later, [], batch, Metadata.AsOf.AddSeconds(batch), 0);
            foreach (var (member, standing) in later)
                model[member] = standing;
            if (batch % (batches / 4) == 0)
                versions.Add((overlay, new(model)));
        }

        foreach (var (version, expected) in versions)
            AssertHolds(version, expected, random);
    }

    private static SnapshotMetadata Metadata { get; } =
        new(1, SnapshotStock.Start, SnapshotStock.Start, 0, 1, 0, 1, 0, "tests", []);

    private static void AssertHolds(StandingOverlay overlay, Dictionary<MemberKey, Standing?> expected, Random random)
    {
        Assert.Equal(expected.Count, overlay.Count);
        foreach (var (member, standing) in expected)
        {
            Assert.True(overlay.TryGet(member, out var found));
            Assert.Equal(standing, found);
        }

        for (var i = 0; i < 2_000; i++)
        {
            var member = NextKey(random);
            Assert.Equal(expected.ContainsKey(member), overlay.TryGet(member, out _));
        }
    }

    private static MemberKey NextKey(Random random) => random.Next(4) switch
    {
        0 => new((ulong)random.Next(3_000)),
        1 => new(ulong.MaxValue - (ulong)random.Next(3_000)),
        _ => new((ulong)random.NextInt64(long.MinValue, long.MaxValue)),
    };
}
