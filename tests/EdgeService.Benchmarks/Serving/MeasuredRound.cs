using System.Globalization;
using EdgeService.Benchmarks.Load;

namespace EdgeService.Benchmarks.Serving;

/// <summary>What one call cost its server, averaged over a round of load.</summary>
internal readonly record struct MeasuredRound(double CpuMicroseconds, double AllocatedBytes, double CallsPerSecond)
{
    public string Line => string.Create(
        CultureInfo.InvariantCulture, $"{CpuMicroseconds:0.00} us, {AllocatedBytes:0} B a call, {CallsPerSecond:0} calls/s");

    public static async Task<MeasuredRound> OfAsync(ServedProcess server, Func<Task<LoadResult>> load)
    {
        var before = await server.UsageAsync();
        var result = await load();
        var used = await server.UsageAsync() - before;
        return new MeasuredRound(used.Cpu.TotalMicroseconds / result.Calls, (double)used.AllocatedBytes / result.Calls, result.CallsPerSecond);
    }
}
