using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeService.Benchmarks.Load;

/// <summary>What h2load prints at its end, and what it writes of each call.</summary>
internal static partial class H2LoadOutput
{
    /// <summary>
    /// Reads what is printed. h2load counts HTTP successes only, so the bytes of the answers are checked as well: a gRPC error has no message and so no
    /// data bytes.
    /// </summary>
    /// <exception cref="InvalidDataException">A call was not answered with a message of <paramref name="leastBytes"/>.</exception>
    public static LoadResult Read(string output, int calls, int leastBytes)
    {
        var done = Succeeded().Match(output);
        var data = DataBytes().Match(output);
        var rate = Rate().Match(output);
        if (!done.Success || !data.Success || !rate.Success)
        {
            throw new InvalidDataException("h2load printed something unexpected:\n" + output);
        }

        if (Number(done) != calls || Number(data) < (long)calls * leastBytes)
        {
            throw new InvalidDataException($"Not every one of {calls} calls was answered with a message of {leastBytes} bytes:\n{output}");
        }

        return new LoadResult(calls, double.Parse(rate.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Reads the log, a line a call: when it began, its status, and how many microseconds it took. Returns milliseconds.</summary>
    /// <exception cref="InvalidDataException">A line says something else.</exception>
    public static IEnumerable<double> ReadLog(IEnumerable<string> lines) => lines.Select(line =>
        line.Split('\t') is [_, _, var taken] && long.TryParse(taken, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            ? microseconds / 1000.0
            : throw new InvalidDataException($"h2load logged something unexpected: {line}"));

    private static long Number(Match match) => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) succeeded")]
    private static partial Regex Succeeded();

    [GeneratedRegex(@"\((\d+)\) data")]
    private static partial Regex DataBytes();

    [GeneratedRegex(@"([\d.]+) req/s")]
    private static partial Regex Rate();
}
