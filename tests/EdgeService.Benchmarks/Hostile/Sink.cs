using System.Diagnostics;

namespace EdgeService.Benchmarks.Hostile;

/// <summary>Burns processor time for nothing, as much as it is told on average, even where others want it too.</summary>
internal static class Sink
{
    /// <summary>More than there are cores: a process of few threads does not get what it wants where many want it.</summary>
    private const int Threads = 16;

    private const int Spins = 2_000;

    public static Task BurnAsync(double cores, CancellationToken stop)
    {
        var before = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        return Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    if (Environment.CpuUsage.TotalTime - before < watch.Elapsed * cores)
                        Thread.SpinWait(Spins);
                    else
                        Thread.Sleep(1);
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
    }
}
