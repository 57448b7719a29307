using System.Globalization;

namespace EdgeService.Core.Scoring;

/// <summary>
/// A score in steps of 50, floored: 0 is 350–399, 12 is 950. All an edge ever holds of a score, in 4 bits.
/// </summary>
public readonly record struct ScoreStep(byte Index) : IComparable<ScoreStep>
{
    /// <summary>The highest step: a score of exactly 950.</summary>
    public const byte MaxIndex = 12;

    /// <summary>Lowest score of the step, 350–950 in steps of 50.</summary>
    public int Floor => 350 + (50 * Index);

    public Band Band => Floor switch
    {
        < 550 => Band.Low,
        < 600 => Band.Intermediate,
        < 650 => Band.Good,
        < 700 => Band.VeryGood,
        _ => Band.Exceptional,
    };

    /// <summary>The step that holds <paramref name="score"/>, 350–950.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The score lies outside 350–950.</exception>
    public static ScoreStep OfScore(int score)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(score, 350);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(score, 950);
        return new ScoreStep((byte)((score - 350) / 50));
    }

    public int CompareTo(ScoreStep other) => Index.CompareTo(other.Index);

    public override string ToString() => Floor.ToString(CultureInfo.InvariantCulture) + "+";

    public static bool operator <(ScoreStep left, ScoreStep right) => left.Index < right.Index;

    public static bool operator <=(ScoreStep left, ScoreStep right) => left.Index <= right.Index;

    public static bool operator >(ScoreStep left, ScoreStep right) => left.Index > right.Index;

    public static bool operator >=(ScoreStep left, ScoreStep right) => left.Index >= right.Index;
}
