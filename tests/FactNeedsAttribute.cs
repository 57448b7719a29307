using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace EdgeService.TestNeeds;

/// <summary>
/// A fact that runs only where some programs are installed, and is otherwise skipped with the reason. A need is the name of a program on the path
/// or among the npm tools, <see cref="PostgreSql"/>, <c>python3:module</c> for a module of Debian's Python, or <c>npm:package</c> for a package of <c>.ci/package.json</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FactNeedsAttribute : FactAttribute
{
    /// <summary>Debian's own interpreter: another one on the path does not see Debian's modules.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>A PostgreSQL server's programs, which lie where the path does not lead.</summary>
    public const string PostgreSql = "postgresql";

    private const string PythonPrefix = "python3:";
    private const string NpmPrefix = "npm:";

    public FactNeedsAttribute(string need, string? second = null, string? third = null, [CallerMemberName] string test = "")
    {
        Needs = [.. new[] { need, second, third }.OfType<string>()];
        if (ReasonToSkip(Needs) is not { } reason) return;
        Skip = reason;
        // A runner prints the name of what it skips, and the reason only to those who ask for it.
        DisplayName = $"{test} ({Skip})";
    }

    public IReadOnlyList<string> Needs { get; }

    /// <summary>The folder that holds EdgeService.sln.</summary>
    public static string Repository { get; } = FindRepository();

    /// <summary>Where <c>.ci/run</c> puts the npm packages.</summary>
    public static string NpmModules { get; } = Path.Combine(Repository, ".ci", "node_modules");

    /// <summary>The full path of a program, or null where it is missing.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append(Path.Combine(NpmModules, ".bin"))
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(IsProgram);

    /// <summary>Why something cannot run here, and how it can; null when all that is needed is there.</summary>
    public static string? ReasonToSkip(params IReadOnlyList<string> needs)
    {
        var missing = needs.Where(wanted => !IsPresent(wanted)).ToArray();
        return missing.Length == 0 ? null : $"not installed here: {string.Join(", ", missing)}. `bash .ci/run` installs it; .ci/tools.sh names the Debian package.";
    }

    /// <summary>A file that somebody may run: what merely lies on the path is no program.</summary>
    private static bool IsProgram(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0);

    private static bool IsPresent(string need)
    {
        if (need.StartsWith(PythonPrefix, StringComparison.Ordinal)) return HasModule(need[PythonPrefix.Length..]);
        if (need == PostgreSql) return InstalledPostgres.Folder is not null;
        if (need.StartsWith(NpmPrefix, StringComparison.Ordinal)) return Directory.Exists(Path.Combine(NpmModules, need[NpmPrefix.Length..]));
        return Find(need) is not null;
    }

    private static bool HasModule(string module)
    {
        if (!IsProgram(Python)) return false;
        using var python = Process.Start(new ProcessStartInfo(Python, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
        python.WaitForExit();
        return python.ExitCode == 0;
    }

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EdgeService.sln"))) folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
