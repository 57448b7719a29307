using System.Globalization;
using System.Text;

namespace EdgeService.Benchmarks.Bars;

/// <summary>
/// A picture of one case: a row for each bar, a dot for each round, a stroke for the median, on a logarithmic scale of how far the bar was reached. Right of the line
/// the bar is reached.
/// </summary>
internal static class ResultPlot
{
    private const int LabelWidth = 160;
    private const int PlotWidth = 480;
    private const int Width = LabelWidth + PlotWidth + 200;
    private const int RowHeight = 28;
    private const int Top = 48;
    private const double Least = 0.125;
    private const double Most = 8;

    private static readonly double[] Ticks = [0.125, 0.25, 0.5, 1, 2, 4, 8];

    public static string Of(CaseResult result)
    {
        var height = Top + (RowHeight * result.Bars.Count) + 36;
        var svg = new StringBuilder();
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{height}" font-family="sans-serif" font-size="12">""");
        svg.AppendLine("""<rect width="100%" height="100%" fill="white"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="8" y="24" font-size="15">{result.Name}: how far its bars are reached, round by round</text>""");
        Scale(svg, height - 28);
        for (var row = 0; row < result.Bars.Count; row++)
            Row(svg, result.Bars[row], Top + (RowHeight * row) + (RowHeight / 2));
        return svg.AppendLine("</svg>").ToString();
    }

    private static void Scale(StringBuilder svg, int bottom)
    {
        foreach (var tick in Ticks)
        {
            var (x, stroke) = (At(tick), tick == 1 ? "black" : "#ddd");
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{x:0.#}" x2="{x:0.#}" y1="{Top - 6}" y2="{bottom}" stroke="{stroke}"/>""");
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{x:0.#}" y="{bottom + 16}" text-anchor="middle" fill="#555">{tick:0.###} ×</text>""");
        }
    }

    private static void Row(StringBuilder svg, BarResult bar, int y)
    {
        var (colour, median) = (bar.Passes ? "#2a7d2a" : "#b22222", At(bar.ReachedBy(bar.Median)));
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="8" y="{y + 4}">{bar.Name}</text>""");
        foreach (var reached in bar.Reached)
            svg.AppendLine(CultureInfo.InvariantCulture, $"""<circle cx="{At(reached):0.#}" cy="{y}" r="3.5" fill="{colour}" fill-opacity="0.45"/>""");
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<line x1="{median:0.#}" x2="{median:0.#}" y1="{y - 9}" y2="{y + 9}" stroke="{colour}" stroke-width="2.5"/>""");
        var side = bar.Sense == BarSense.AtLeast ? "≥" : "≤";
        svg.AppendLine(CultureInfo.InvariantCulture, $"""<text x="{LabelWidth + PlotWidth + 16}" y="{y + 4}" fill="{colour}">{bar.Median:0.000}, {side} {bar.Bar:0.00} wanted</text>""");
    }

    /// <summary>Where a share of the bar stands; what lies beyond the scale stands at its end.</summary>
    private static double At(double reached)
    {
        var held = double.IsNaN(reached) ? Least : Math.Clamp(reached, Least, Most);
        return LabelWidth + (PlotWidth * Math.Log(held / Least) / Math.Log(Most / Least));
    }
}
