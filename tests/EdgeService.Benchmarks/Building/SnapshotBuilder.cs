using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Members;

namespace EdgeService.Benchmarks.Building;

/// <summary>
/// The other side of the case <c>build</c>: one build in a process of its own, so that what the process takes is what the build takes. Says
/// as
/// <c>name=number</c>, one a line, what it came to.
/// </summary>
internal static class SnapshotBuilder
{
    private const string ReadingPhase = "reading";

    /// <param name="words"><c>binary FILE OUT</c> or <c>csv SCORES ENROLMENT OUT</c>.</param>
    public static int Run(string[] words)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var secret = MemberSecret.Of(new byte[MemberSecret.Size]);
        var now = DateTimeOffset.UnixEpoch;
        var heading = new SnapshotHeading(1, now, now, 1, MemberHashing.CheckOf(secret), "benchmark");
        var signer = new SnapshotSigner(key);
        var reading = new ReadingWatch();
        var options = new BuildOptions { Progress = reading.At };
        var outcome = words is ["csv", var scores, var enrolment, var csvOut]
            ? SnapshotBuild.FromCsv(SnapshotSources.OfFiles(scores, enrolment), csvOut, heading, MemberHashing.Under(secret), signer, options)
            : SnapshotBuild.FromBinary(PopulationSource.OfFile(words[1]), words[2], heading, signer, options);
        if (outcome.Report is not { } report)
        {
            Console.Error.WriteLine(outcome.Faults[0]);
            return 1;
        }

        Say("members", report.Members);
        Say("bytes", report.FileBytes);
        Say("seconds", report.Elapsed.TotalSeconds);
        Say("cpu", Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds);
        Say("readingcpu", reading.CpuSeconds);
        Say("residentbytes", ResidentPeakBytes());
        return 0;
    }

    private static void Say(string name, double number) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}={number}"));

    /// <summary>The most that the process ever had in memory.</summary>
    private static long ResidentPeakBytes()
    {
        const string Peak = "VmHWM:";
        var line = File.ReadLines("/proc/self/status").First(line => line.StartsWith(Peak, StringComparison.Ordinal));
        return 1024 * long.Parse(line[Peak.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    /// <summary>Processor time of all threads while the input is read.</summary>
    private sealed class ReadingWatch
    {
        private readonly TimeSpan _began = Process.GetCurrentProcess().TotalProcessorTime;
        private readonly Lock _ending = new();
        private double? _seconds;

        public double CpuSeconds => _seconds ?? 0;

        public void At(BuildProgress progress)
        {
            if (progress.Phase == ReadingPhase && progress.Done < progress.Total)
            {
                return;
            }

            lock (_ending)
            {
                _seconds ??= (Process.GetCurrentProcess().TotalProcessorTime - _began).TotalSeconds;
            }
        }
    }
}
