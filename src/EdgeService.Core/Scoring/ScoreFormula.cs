namespace EdgeService.Core.Scoring;

/// <summary>score = 350 + 6 × weighted mean, rounded half up; exact, in whole numbers.</summary>
public static class ScoreFormula
{
    public const int LowestScore = 350;
    public const int HighestScore = 950;

    /// <summary>Score of <paramref name="dimensions"/>, 350–950.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A known dimension lies outside 0–100.</exception>
    public static int ScoreOf(in Dimensions dimensions)
    {
        var weighted =
            (35 * Thirds(dimensions.CreditHistory))
            + (25 * Thirds(dimensions.Capacity))
            + (20 * Thirds(dimensions.UsePreference))
            + (15 * Thirds(dimensions.Personal))
            + (5 * Thirds(dimensions.ContactNetwork));

        // The sum is the mean × 300, so 6 × mean is the sum ÷ 50; adding 25 before the division rounds half up.
        return LowestScore + ((weighted + 25) / 50);
    }

    /// <summary>In thirds, 125/3 is a whole number.</summary>
    private static int Thirds(int? dimension)
    {
        if (dimension is not { } value)
        {
            return 125;
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(value, Dimensions.Lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Dimensions.Highest);
        return 3 * value;
    }
}
