using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace EdgeService.Benchmarks.Load;

/// <summary>
/// Load from outside the process: h2load of nghttp2, which posts one prepared gRPC message over and over. It counts HTTP
/// successes only, so the bytes of the answers are checked as well: a gRPC error has no message and so no data bytes.
/// </summary>
internal static partial class H2Load
{
    private const int Connections = 4;
    private const int CallsEach = 32;

    /// <summary>How to get it, where it is missing.</summary>
    public static string? Missing() => Version() is null ? "h2load brings the load and is missing. Debian: apt-get install nghttp2-client" : null;

    public static string? Version()
    {
        try
        {
            return Output("--version").Trim();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>
    /// Posts <paramref name="body"/> to <paramref name="url"/>, on each connection so many at once; every answer must hold at least <paramref name="leastBytes"/>.
    /// </summary>
    public static LoadResult Run(Uri url, byte[] body, int calls, int leastBytes, IEnumerable<string> headers, int callsEach = CallsEach)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, body);
            List<string> words = ["-n", Text(calls), "-c", Text(Connections), "-m", Text(callsEach), "-t", "1", "-d", file];
            foreach (var header in headers.Prepend("te: trailers").Prepend("content-type: application/grpc"))
            {
                words.AddRange(["-H", header]);
            }

            return Read(Output([.. words, url.ToString()]), calls, leastBytes);
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal static LoadResult Read(string output, int calls, int leastBytes)
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

    private static string Output(params IEnumerable<string> words)
    {
        using var process = Process.Start(new ProcessStartInfo("h2load", words) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Number(Match match) => long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(\d+) succeeded")]
    private static partial Regex Succeeded();

    [GeneratedRegex(@"\((\d+)\) data")]
    private static partial Regex DataBytes();

    [GeneratedRegex(@"([\d.]+) req/s")]
    private static partial Regex Rate();
}

/// <summary>What a round of load did.</summary>
internal readonly record struct LoadResult(int Calls, double CallsPerSecond);
