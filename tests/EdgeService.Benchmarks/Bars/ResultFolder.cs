namespace EdgeService.Benchmarks.Bars;

/// <summary>Results as files: <c>results.json</c>, <c>table.txt</c> with the machine above it, and a picture of each case.</summary>
internal static class ResultFolder
{
    public static void Write(string folder, BenchmarkReport report)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "results.json"), report.Json);
        File.WriteAllText(Path.Combine(folder, "table.txt"), $"{report.Machine}\n\n{ResultTable.Of(report.Cases)}\n{Figures(report)}");
        foreach (var result in report.Cases.Where(result => result.Fault is null))
            File.WriteAllText(Path.Combine(folder, result.Name + ".svg"), ResultPlot.Of(result));
    }

    private static string Figures(BenchmarkReport report) => string.Concat(report.Figures.Select(figure => figure.Line + "\n"));
}
