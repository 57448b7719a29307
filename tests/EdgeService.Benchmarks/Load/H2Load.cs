using System.Diagnostics;
using System.Globalization;

namespace EdgeService.Benchmarks.Load;

/// <summary>Load from outside the process: h2load of nghttp2, which posts one prepared gRPC message over and over.</summary>
internal static class H2Load
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
    /// Posts <paramref name="body"/> to <paramref name="url"/>, on each of four connections so many at once; every answer must hold at least
    /// <paramref name="leastBytes"/>.
    /// </summary>
    public static LoadResult Run(Uri url, byte[] body, int calls, int leastBytes, IEnumerable<string> headers, int callsEach = CallsEach) =>
        Run(url, new PostedMessage(body, leastBytes, headers), new LoadShape(Connections, callsEach), calls);

    public static LoadResult Run(Uri url, PostedMessage message, LoadShape shape, int calls) => Post(url, message, shape, calls, []);

    /// <summary>
    /// The same, with the time that each call took; at <paramref name="callsPerSecond"/>, or else as fast as they are answered. Writing the times down slows
    /// the load a little.
    /// </summary>
    public static LatencyResult Time(Uri url, PostedMessage message, LoadShape shape, int calls, double? callsPerSecond = null)
    {
        var log = Path.GetTempFileName();
        try
        {
            List<string> more = ["--log-file", log];
            if (callsPerSecond is { } pace)
                more.AddRange(["--rps", (pace / shape.Connections).ToString("0.###", CultureInfo.InvariantCulture)]);
            var result = Post(url, message, shape, calls, more);
            return LatencyResult.Of(result.CallsPerSecond, H2LoadOutput.ReadLog(File.ReadLines(log)));
        }
        finally
        {
            File.Delete(log);
        }
    }

    private static LoadResult Post(Uri url, PostedMessage message, LoadShape shape, int calls, List<string> more)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, message.Body);
            List<string> words = ["-n", Text(calls), "-c", Text(shape.Connections), "-m", Text(shape.CallsEach), "-t", "1", "-d", file, .. more];
            foreach (var header in message.Headers.Prepend("te: trailers").Prepend("content-type: application/grpc"))
            {
                words.AddRange(["-H", header]);
            }

            return H2LoadOutput.Read(Output([.. words, url.ToString()]), calls, message.LeastBytes);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Output(params IEnumerable<string> words)
    {
        using var process = Process.Start(new ProcessStartInfo("h2load", words) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What is posted, and what must come back.</summary>
/// <param name="Body">The framed message.</param>
/// <param name="LeastBytes">How long the body of every answer is at least.</param>
/// <param name="Headers">Headers beside those of gRPC.</param>
internal sealed record PostedMessage(byte[] Body, int LeastBytes, IEnumerable<string> Headers);
