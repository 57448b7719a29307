using System.Globalization;

namespace EdgeService.Benchmarks.Load;

/// <summary>What <c>redis-benchmark --csv</c> prints: a line of names, then a line for the command that was measured.</summary>
internal static class RedisBenchmarkOutput
{
    private static readonly string[] Columns = ["rps", "p50_latency_ms", "p99_latency_ms"];

    /// <exception cref="InvalidDataException">It printed something else.</exception>
    public static LatencyResult Read(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length >= 2 && Fields(lines[^2]) is var names && Fields(lines[^1]) is var values && names.Length == values.Length)
        {
            var numbers = Columns.Select(column => Array.IndexOf(names, column)).Where(at => at >= 0).Select(at => Number(values[at])).ToArray();
            if (numbers is [{ } rate, { } p50, { } p99])
                return new LatencyResult(rate, p50, p99, double.NaN);
        }

        throw new InvalidDataException("redis-benchmark printed something unexpected:\n" + output);
    }

    private static string[] Fields(string line) => [.. line.Split(',').Select(field => field.Trim('"'))];

    private static double? Number(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
