using EdgeService.Core.Scoring;

namespace EdgeService.Core.Tests.Scoring;

public class ScoreFormulaTests
{
    [Theory]
    [InlineData(null, null, null, null, null, 600)]
    [InlineData(0, 0, 0, 0, 0, 350)]
    [InlineData(100, 100, 100, 100, 100, 950)]
    [InlineData(50, 50, 50, 50, 50, 650)]
    [InlineData(98, 55, 82, 85, null, 826)]
    [InlineData(63, 43, 17, 30, null, 607)]
    [InlineData(100, null, null, null, null, 723)]
    [InlineData(0, null, null, null, null, 513)]
    [InlineData(null, 100, null, null, null, 688)]
    [InlineData(null, null, 100, null, null, 670)]
    [InlineData(null, null, null, 100, null, 653)]
    [InlineData(null, null, null, null, 100, 618)]
    public void Score_of_dimensions_is_the_published_formula(int? history, int? capacity, int? use, int? personal, int? contacts, int score) =>
        Assert.Equal(score, ScoreFormula.ScoreOf(new Dimensions(history, capacity, use, personal, contacts)));

    [Theory]
    [InlineData(null, null, null, null, 100, 618)] // 617.5
    [InlineData(null, null, null, null, 0, 588)] // 587.5
    [InlineData(0, 0, 0, 0, 5, 352)] // 351.5
    [InlineData(0, 0, 0, 5, 0, 355)] // 354.5
    [InlineData(0, 1, 0, 0, 0, 352)] // 351.5
    [InlineData(1, 0, 0, 0, 0, 352)] // 352.1
    public void Score_of_a_half_is_rounded_up(int? history, int? capacity, int? use, int? personal, int? contacts, int score) =>
        Assert.Equal(score, ScoreFormula.ScoreOf(new Dimensions(history, capacity, use, personal, contacts)));

    [Fact]
    public void Score_of_no_history_is_600_and_good()
    {
        var score = ScoreFormula.ScoreOf(Dimensions.NoHistory);

        Assert.Equal(600, score);
        Assert.Equal(Band.Good, ScoreStep.OfScore(score).Band);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    [InlineData(int.MaxValue)]
    public void Score_of_a_dimension_out_of_range_is_refused(int value)
    {
        foreach (var dimensions in new Dimensions[]
        {
            new(value, 1, 1, 1, 1), new(1, value, 1, 1, 1), new(1, 1, value, 1, 1), new(1, 1, 1, value, 1), new(1, 1, 1, 1, value),
        })
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => ScoreFormula.ScoreOf(dimensions));
        }
    }

    [Fact]
    public void Score_of_random_dimensions_agrees_with_decimal_arithmetic()
    {
        var random = new Random(350);
        for (var i = 0; i < 100_000; i++)
        {
            int? Draw() => random.Next(8) == 0 ? null : random.Next(101);
            var d = new Dimensions(Draw(), Draw(), Draw(), Draw(), Draw());
            static decimal ThreeTimes(int? value) => value is { } known ? 3m * known : 125m;

            var sum = (35 * ThreeTimes(d.CreditHistory)) + (25 * ThreeTimes(d.Capacity)) + (20 * ThreeTimes(d.UsePreference))
                + (15 * ThreeTimes(d.Personal)) + (5 * ThreeTimes(d.ContactNetwork));
            Assert.Equal((int)Math.Floor(350m + (sum / 50m) + 0.5m), ScoreFormula.ScoreOf(d));
        }
    }

    [Theory]
    [InlineData(350, Band.Low, 350)]
    [InlineData(549, Band.Low, 500)]
    [InlineData(550, Band.Intermediate, 550)]
    [InlineData(599, Band.Intermediate, 550)]
    [InlineData(600, Band.Good, 600)]
    [InlineData(649, Band.Good, 600)]
    [InlineData(650, Band.VeryGood, 650)]
    [InlineData(699, Band.VeryGood, 650)]
    [InlineData(700, Band.Exceptional, 700)]
    [InlineData(949, Band.Exceptional, 900)]
    [InlineData(950, Band.Exceptional, 950)]
    public void Step_of_a_score_keeps_band_and_floor(int score, Band band, int floor)
    {
        var step = ScoreStep.OfScore(score);

        Assert.Equal(band, step.Band);
        Assert.Equal(floor, step.Floor);
    }

    [Theory]
    [InlineData(349)]
    [InlineData(951)]
    public void Step_of_a_score_out_of_range_is_refused(int score) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ScoreStep.OfScore(score));
}
