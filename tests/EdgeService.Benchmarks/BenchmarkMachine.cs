using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using EdgeService.Benchmarks.Load;

namespace EdgeService.Benchmarks;

/// <summary>On what the figures were taken. Ratios carry over to other machines, absolute figures do not.</summary>
internal static class BenchmarkMachine
{
#if DEBUG
    private const string Build = "Debug: figures mean nothing, run with -c Release";
#else
    private const string Build = "Release";
#endif

    public static IReadOnlyDictionary<string, string> Describe() => new Dictionary<string, string>
    {
        ["date"] = TimeProvider.System.GetUtcNow().ToString("u", CultureInfo.InvariantCulture),
        ["processor"] = Processor(),
        ["cores"] = Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture),
        ["memory"] = $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 30} GiB",
        ["busy"] = Busy(),
        ["system"] = $"{RuntimeInformation.OSDescription}, kernel {Environment.OSVersion.Version}",
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["build"] = Build,
        ["grpc"] = GrpcVersion(),
        ["load"] = H2Load.Version() ?? "h2load is missing: Debian's nghttp2-client has it",
    };

    /// <summary>What others had the machine do beforehand: more than a little, and the figures are rough.</summary>
    private static string Busy() => File.Exists("/proc/loadavg") ? $"{File.ReadAllText("/proc/loadavg").Split(' ')[0]} threads at work over the last minute" : "unknown";

    private static string GrpcVersion() =>
        typeof(Grpc.AspNetCore.Server.GrpcServiceOptions).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown"
            : RuntimeInformation.ProcessArchitecture.ToString();
}
