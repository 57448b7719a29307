namespace EdgeService.Benchmarks.Signing;

/// <summary>
/// Measures several pieces of work in this process in short turns, so that what disturbs the machine meanwhile disturbs them alike. Processor time of the
/// whole process, so that what a piece leaves to other threads is counted too.
/// </summary>
internal static class CpuTurns
{
    private const int Turns = 10;

    /// <summary>Does each piece <paramref name="times"/> times and returns what each took, in microseconds of processor time.</summary>
    public static async Task<double[]> MeasureAsync(int times, params Func<int, Task>[] pieces)
    {
        var spent = new double[pieces.Length];
        for (var turn = 0; turn < Turns; turn++)
        {
            for (var i = 0; i < pieces.Length; i++)
            {
                var piece = (turn + i) % pieces.Length;
                var before = Environment.CpuUsage.TotalTime;
                await pieces[piece](times / Turns);
                spent[piece] += (Environment.CpuUsage.TotalTime - before).TotalMicroseconds;
            }
        }

        return [.. spent.Select(sum => sum / (times / Turns * Turns))];
    }

    /// <summary>A piece of work that waits for nothing.</summary>
    public static Func<int, Task> Of(Action work) => times =>
    {
        for (var i = 0; i < times; i++)
            work();
        return Task.CompletedTask;
    };
}
