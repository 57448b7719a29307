using System.Diagnostics;

namespace EdgeService.TestNeeds;

/// <summary>
/// A fact that runs only where some programs are installed, and is otherwise skipped with the reason. A need is the name of a program on the path,
/// or <c>python3:module</c> for a module of Debian's Python.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactNeedsAttribute : FactAttribute
{
    /// <summary>Debian's own interpreter: another one on the path does not see Debian's modules.</summary>
    public const string Python = "/usr/bin/python3";

    private const string ModulePrefix = "python3:";

    public FactNeedsAttribute(params string[] needs)
    {
        Needs = needs;
        var missing = needs.Where(need => !IsPresent(need)).ToArray();
        if (missing.Length > 0) Skip = $"not installed here: {string.Join(", ", missing)}";
    }

    public IReadOnlyList<string> Needs { get; }

    private static bool IsPresent(string need) => need.StartsWith(ModulePrefix, StringComparison.Ordinal)
        ? HasModule(need[ModulePrefix.Length..])
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, need)));

    private static bool HasModule(string module)
    {
        if (!File.Exists(Python)) return false;
        using var python = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
        python.WaitForExit();
        return python.ExitCode == 0;
    }
}
