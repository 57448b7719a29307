using System.Globalization;
using System.Text;

namespace EdgeService.Benchmarks.Bars;

/// <summary>All bars of all cases as a table of text.</summary>
internal static class ResultTable
{
    public static string Of(IEnumerable<CaseResult> cases)
    {
        var table = new StringBuilder();
        Row(table, "case", "bar", "median", "worst", "wanted", "rounds", "");
        foreach (var result in cases)
        {
            if (result.Fault is not null)
                Row(table, result.Name, "-", "-", "-", "-", "-", $"{(result.NotRun ? "not run" : "FAIL")}: {result.Fault}");
            foreach (var bar in result.Bars)
                Row(table, result.Name, bar.Name, Number(bar.Median), Number(bar.Worst), Wanted(bar), Count(bar), bar.Passes ? "pass" : "FAIL");
        }

        return table.ToString();
    }

    private static void Row(StringBuilder table, string name, string bar, string median, string worst, string wanted, string rounds, string verdict) =>
        table.AppendLine(CultureInfo.InvariantCulture, $"{name,-16} {bar,-18} {median,10} {worst,10} {wanted,10} {rounds,7}  {verdict}");

    private static string Wanted(BarResult bar) => (bar.Sense == BarSense.AtLeast ? "≥ " : "≤ ") + bar.Bar.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Number(double ratio) => ratio.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Count(BarResult bar) => bar.Rounds.Count.ToString(CultureInfo.InvariantCulture);
}
