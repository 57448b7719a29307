using System.Diagnostics;

namespace EdgeService.Benchmarks.Peers;

/// <summary>A server that is not this program: started, known to be ready by a line it prints, stopped at the end of its input or else by force.</summary>
internal sealed class PeerProcess : IDisposable
{
    private readonly Process _process;

    private PeerProcess(Process process, string ready) => (_process, Ready) = (process, ready);

    /// <summary>The line that it said it was ready with.</summary>
    public string Ready { get; }

    /// <summary>Processor time since its start, in steps of ten milliseconds.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <exception cref="InvalidOperationException">It ended before it was ready.</exception>
    public static PeerProcess Start(string program, IEnumerable<string> words, string readyWord)
    {
        var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (line.Contains(readyWord, StringComparison.Ordinal))
                return new PeerProcess(process, line);
        }

        throw new InvalidOperationException($"{program} ended before it was ready; what it wrote to standard error says why.");
    }

    /// <summary>Runs a program to its end and returns what it printed.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Run(string program, params IEnumerable<string> words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', words)} ended with {process.ExitCode}.");
    }

    /// <summary>An address that it said it listens at.</summary>
    public Uri Url(string scheme, string method) =>
        new(Ready.Split(' ').Single(word => word.StartsWith(scheme + "://", StringComparison.Ordinal)) + "/" + method);

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromMilliseconds(500)))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
