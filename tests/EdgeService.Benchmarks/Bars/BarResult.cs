using System.Globalization;

namespace EdgeService.Benchmarks.Bars;

/// <summary>Ratios of all rounds against one bar. The median decides; the worst round is shown beside it.</summary>
/// <param name="Name">Name within the case.</param>
/// <param name="Rounds">One ratio a round.</param>
/// <param name="Bar">What the median must reach, or must not exceed.</param>
/// <param name="Sense">On which side of the bar is good.</param>
/// <param name="Principal">Whether the case's closing line shows this one.</param>
internal sealed record BarResult(string Name, IReadOnlyList<double> Rounds, double Bar, BarSense Sense, bool Principal = false)
{
    public double Median => Medians.Of(Rounds);

    public double Worst => Sense == BarSense.AtLeast ? Rounds.Min() : Rounds.Max();

    /// <summary>Rounds as shares of the bar, or of the ratio for a bar not to exceed: 1 is just reached, more is better.</summary>
    public IEnumerable<double> Reached => Rounds.Select(ReachedBy);

    public bool Passes => Sense == BarSense.AtLeast ? Median >= Bar : Median <= Bar;

    public double ReachedBy(double ratio) => Sense == BarSense.AtLeast ? ratio / Bar : ratio == 0 ? 1 : Bar / ratio;

    public string Line(string caseName, bool passes) => string.Create(
        CultureInfo.InvariantCulture, $"{caseName} ratio={Median:0.000} bar={Bar:0.00} {(passes ? "pass" : "fail")}");
}

/// <summary>On which side of a bar is good.</summary>
internal enum BarSense
{
    /// <summary>The ratio must reach the bar.</summary>
    AtLeast,

    /// <summary>The ratio must not exceed the bar.</summary>
    AtMost,
}

internal static class Medians
{
    public static double Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[sorted.Length / 2 - 1] + sorted[sorted.Length / 2]) / 2;
    }
}
