using System.Globalization;

namespace EdgeService.Benchmarks.Bars;

/// <summary>What was measured beside the bars: some numbers of one thing, each with its name and unit.</summary>
/// <param name="CaseName">The case.</param>
/// <param name="Name">What was measured.</param>
/// <param name="Values">The numbers; NaN for one that cannot be had.</param>
internal sealed record MeasuredFigure(string CaseName, string Name, IReadOnlyDictionary<string, double> Values)
{
    public string Line => $"{CaseName} {Name,-26} {string.Join(' ', Values.Where(value => !double.IsNaN(value.Value)).Select(value => $"{value.Key}={Number(value.Value)}"))}";

    private static string Number(double value) => value.ToString(Math.Abs(value) >= 1000 ? "0" : "0.###", CultureInfo.InvariantCulture);
}
