using System.Globalization;

namespace EdgeService.Benchmarks.Serving;

/// <summary>
/// The served side of the pipe between the benchmark and the process it measures: lines in, lines out, each answer
/// marked so that it cannot be mistaken for something the server prints. The end of the input is the order to stop.
/// </summary>
internal static class ControlPipe
{
    public const string Mark = "@bench ";

    public static async Task AnswerAsync(string ready, Func<string, string>? other = null)
    {
        await Console.Out.WriteLineAsync(Mark + ready);
        while (await Console.In.ReadLineAsync() is { } line)
        {
            await Console.Out.WriteLineAsync(Mark + (line == "usage" ? Usage() : other?.Invoke(line)));
        }
    }

    private static string Usage()
    {
        var cpu = Environment.CpuUsage.TotalTime.Ticks;
        return string.Create(CultureInfo.InvariantCulture, $"{cpu} {GC.GetTotalAllocatedBytes(precise: true)}");
    }
}
