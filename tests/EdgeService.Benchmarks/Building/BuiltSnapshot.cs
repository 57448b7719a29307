using System.Diagnostics;
using System.Globalization;

namespace EdgeService.Benchmarks.Building;

/// <summary>What one build in a process of its own came to.</summary>
internal sealed record BuiltSnapshot(long Members, long Bytes, double Seconds, double CpuSeconds, double ReadingCpuSeconds, long ResidentBytes)
{
    public double BytesPerMember => (double)Bytes / Members;

    public string Line => string.Create(
        CultureInfo.InvariantCulture,
        $"{Members:#,##0} members in {Seconds:0.0} s ({CpuSeconds:0.0} s of processor), "
        + $"at most {ResidentBytes / 1048576.0:0} MiB resident, {BytesPerMember:0.00} bytes a member");

    /// <summary>Builds and takes the file away again.</summary>
    /// <param name="folder">Where the snapshot and what does not fit into memory lie.</param>
    /// <param name="input"><c>binary FILE</c> or <c>csv SCORES ENROLMENT</c>.</param>
    public static BuiltSnapshot Build(string folder, params string[] input)
    {
        var file = Path.Combine(folder, $"benchmark-{Environment.ProcessId}.snap");
        try
        {
            return Read(Output([Environment.ProcessPath!, .. Self(), "build-snapshot", .. input, file]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Under the dotnet host the program is its first argument; an executable of its own needs none.</summary>
    private static string[] Self() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(BuiltSnapshot).Assembly.Location] : [];

    private static string Output(string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"The build ended with {process.ExitCode}.");
    }

    private static BuiltSnapshot Read(string output)
    {
        var said = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split('='))
            .ToDictionary(pair => pair[0], pair => double.Parse(pair[1], CultureInfo.InvariantCulture));
        return new((long)said["members"], (long)said["bytes"], said["seconds"], said["cpu"], said["readingcpu"], (long)said["residentbytes"]);
    }
}
