using EdgeService.Core.Snapshots;

namespace EdgeService.Core.Tests.Snapshots;

/// <summary>How scores are spread: counted where members are few, and told from a bounded part of the file where they are many.</summary>
public sealed class ScoreSamplingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public void Few_members_are_all_counted(int count)
    {
        var sample = SampleMembers.Draw(count, seed: 5);
        var scores = ScoreSampling.Of(new PinnedSnapshot(sample.BuildBytes(null)).Open(), most: 20_000);
        Assert.Equal((count, count, false), (scores.Counted, scores.Members, scores.IsSample));
        Assert.Equal(Enumerable.Range(0, 13).Select(step => (long)sample.Model.Values.Count(standing => standing.Score.Index == step)), scores.BySteps);
        Assert.Equal(Enum.GetValues<Tier>().Select(tier => (long)sample.Model.Values.Count(standing => standing.Tier == tier)), scores.ByTier);
    }

    [Fact]
    public void Of_many_a_sample_is_read_that_is_like_the_whole()
    {
        var sample = SampleMembers.Draw(40_000, seed: 6);
        var scores = ScoreSampling.Of(new PinnedSnapshot(sample.BuildBytes(null)).Open(), most: 20_000);
        Assert.Equal((16_384, 40_000, true), (scores.Counted, scores.Members, scores.IsSample));
        for (var step = 0; step < 13; step++)
        {
            var share = (double)sample.Model.Values.Count(standing => standing.Score.Index == step) / 40_000;
            Assert.InRange((double)scores.BySteps[step] / scores.Counted, share - 0.012, share + 0.012);
        }
    }

    [Fact]
    public void Sample_never_reads_beyond_the_entries()
    {
        var sample = SampleMembers.Draw(8200, seed: 7);
        var scores = ScoreSampling.Of(new PinnedSnapshot(sample.BuildBytes(null)).Open(), most: 8192);
        Assert.Equal((8192, 8200), (scores.Counted, scores.Members));
    }
}
