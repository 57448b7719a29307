using System.Diagnostics;
using System.Globalization;
using EdgeService.TestNeeds;

namespace EdgeService.Tests.Hosting;

/// <summary>
/// PostgreSQL's own programs, run as another user where this one is root: they refuse root. Debian's package <c>postgresql</c> has them.
/// </summary>
internal sealed class PostgresPrograms
{
    public const string Superuser = "postgres";

    /// <summary>Its standard input is the test's: when that closes, because the test process has ended in whatever way, the server is shot.</summary>
    private const string Guard = """
        exec 3<&0 2>/dev/null
        $GUARDED </dev/null >>"$LOG" 2>&1 &
        server=$!
        (cat <&3 >/dev/null 2>&1; kill -QUIT $server 2>/dev/null) >/dev/null 2>&1 &
        wait $server
        kill $! 2>/dev/null
        """;

    private readonly string _programs = InstalledPostgres.Folder
        ?? throw new InvalidOperationException("PostgreSQL is not installed here. Debian's package is postgresql.");

    private readonly string? _user = Environment.IsPrivilegedProcess ? UserToBe() : null;

    /// <summary>A process and all that it has started.</summary>
    public static IReadOnlyList<int> WithChildren(int id)
    {
        var children = File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return [id, .. children.Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
    }

    /// <summary>Makes a folder that the user PostgreSQL runs as owns.</summary>
    public string MakeFolder()
    {
        var folder = Directory.CreateTempSubdirectory("edge-postgres-").FullName;
        if (_user is not null)
        {
            Run("chown", [$"{_user}:", folder]);
        }

        return folder;
    }

    public static void Remove(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs a program of PostgreSQL to its end.</summary>
    public Task RunAsync(string program, string arguments) => Task.Run(() => Run(Path.Combine(_programs, program), arguments.Split(' '), AsUser()));

    /// <summary>Starts a server under guard.</summary>
    public Process StartServer(string folder, string log, string settings)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Guard]) { RedirectStandardInput = true };
        start.Environment["LOG"] = log;
        start.Environment["GUARDED"] = string.Join(' ', [.. AsUser(), Path.Combine(_programs, "postgres"), "-D", folder, settings]);
        return Process.Start(start)!;
    }

    public static void Signal(string signal, IReadOnlyList<int> processes) =>
        Run("/bin/kill", [$"-{signal}", .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))], mayFail: true);

    private static string UserToBe() => File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private string[] AsUser() => _user is null ? [] : ["setpriv", $"--reuid={_user}", "--clear-groups", "--"];

    private static void Run(string program, IReadOnlyList<string> arguments, IReadOnlyList<string>? before = null, bool mayFail = false)
    {
        IReadOnlyList<string> words = [.. before ?? [], program, .. arguments];
        var start = new ProcessStartInfo(words[0], words.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var faults = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0 && !mayFail)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {faults}{output.Result}");
        }
    }
}
