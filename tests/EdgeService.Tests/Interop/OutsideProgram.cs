using System.Diagnostics;
using EdgeService.TestNeeds;

namespace EdgeService.Tests.Interop;

/// <summary>Runs a program that is not ours and gives back what it printed.</summary>
internal static class OutsideProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task<string> PythonAsync(string script, params IEnumerable<string> words) =>
        RunAsync(FactNeedsAttribute.Python, [Script(script), .. words]);

    public static Task<string> NodeAsync(string script, params IEnumerable<string> words) =>
        RunAsync("node", [Script(script), .. words]);

    /// <exception cref="InvalidOperationException">The program failed; the message holds what it said.</exception>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> words)
    {
        var start = new ProcessStartInfo(FactNeedsAttribute.Find(program) ?? program, words)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["NODE_PATH"] = FactNeedsAttribute.NpmModules },
        };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(Patience);
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var complaints = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode == 0
            ? (await output).TrimEnd('\n')
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{await output}\n{await complaints}");
    }

    private static string Script(string name) =>
        Path.Combine(FactNeedsAttribute.Repository, "tests", "EdgeService.Tests", "Interop", "Scripts", name);
}
