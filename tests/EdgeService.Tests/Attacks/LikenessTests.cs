namespace EdgeService.Tests.Attacks;

/// <summary>The measure itself: it finds a difference that is there, and none that is not.</summary>
public sealed class LikenessTests
{
    private const int Answers = 8_000;

    [Fact]
    public void Two_of_one_kind_cannot_be_told_apart()
    {
        var random = new Random(1);
        var (one, other) = (Draw(random, 0), Draw(random, 0));
        Assert.InRange(Likeness.AreaOf(First(one), First(other)), 0.5, 0.52);
        Assert.InRange(Likeness.BestThreshold(First(one), First(other)), 0.5, 0.52);
        Assert.InRange(Likeness.LearnedArea(one, other), 0.5, 0.52);
    }

    [Fact]
    public void Shift_of_a_tenth_of_the_noise_is_found()
    {
        var random = new Random(2);
        var (one, other) = (Draw(random, 0), Draw(random, 0.1));
        Assert.InRange(Likeness.AreaOf(First(one), First(other)), 0.521, 0.56);
        Assert.InRange(Likeness.LearnedArea(one, other), 0.521, 0.6);
    }

    [Fact]
    public void Difference_that_lies_in_two_features_together_is_learned()
    {
        var random = new Random(3);
        double[][] Difference(double shift) => [.. Enumerable.Range(0, Answers).Select(_ => random.NextDouble() * 100).Select(noise => new[] { noise, noise + random.NextDouble() + shift })];
        var (one, other) = (Difference(0), Difference(0.5));
        Assert.InRange(Likeness.AreaOf(First(one), First(other)), 0.5, 0.52);
        Assert.InRange(Likeness.LearnedArea(one, other), 0.6, 1);
    }

    [Fact]
    public void What_never_overlaps_is_told_apart_always()
    {
        Assert.Equal(1, Likeness.AreaOf([1, 2], [3, 4]));
        Assert.Equal(1, Likeness.BestThreshold([3, 4], [1, 2]));
    }

    private static double[][] Draw(Random random, double shift) =>
        [.. Enumerable.Range(0, Answers).Select(_ => new[] { Normal(random) + shift, Normal(random) })];

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double[] First(IEnumerable<double[]> all) => [.. all.Select(each => each[0])];
}
