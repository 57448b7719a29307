using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace EdgeService.Ledger;

/// <summary>
/// Files of backups: written under another name, checked, synced and only then given their own, so that whatever bears the name of a
/// backup is a whole one.
/// </summary>
internal static partial class BackupFile
{
    private const string Unfinished = ".part";

    /// <summary>Has a backup written and gives it its name. A fault leaves nothing behind.</summary>
    /// <exception cref="IOException">It cannot be written, or is there already.</exception>
    public static async Task<LedgerBackup> WriteAsync(string folder, string? fileName, TimeProvider clock, Func<string, Task> write)
    {
        var path = PathOf(folder, fileName ?? FreeName(folder, clock.GetUtcNow()));
        var unfinished = path + Unfinished;
        try
        {
            Make(unfinished);
            await write(unfinished);
            var size = await Task.Run(() => CheckAndSync(unfinished));
            File.Move(unfinished, path);
            return new LedgerBackup(Path.GetFileName(path), size, clock.GetUtcNow());
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or SqliteException)
        {
            File.Delete(unfinished);
            throw new IOException("the backup cannot be written", fault);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>The backups that were made by themselves, the latest first.</summary>
    public static IReadOnlyList<FileInfo> Regular(string folder) => !Directory.Exists(folder)
        ? []
        : [.. new DirectoryInfo(folder).GetFiles("ledger-*.db").Where(file => TryTime(file, out _)).OrderByDescending(file => file.Name, StringComparer.Ordinal)];

    /// <summary>When a backup made by itself was begun, by its name.</summary>
    public static DateTimeOffset BegunAt(FileInfo backup) => TryTime(backup, out var begun) ? begun : DateTimeOffset.MinValue;

    /// <summary>False for a name with no moment in it, such as one of a thirteenth month: that file is somebody else's.</summary>
    private static bool TryTime(FileInfo backup, out DateTimeOffset begun) => DateTimeOffset.TryParseExact(
        backup.Name, "'ledger-'yyyyMMdd'T'HHmmss'Z.db'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out begun);

    /// <summary>The second it is begun in, or the first after it that no backup bears: two may be asked for in one second.</summary>
    private static string FreeName(string folder, DateTimeOffset now)
    {
        while (File.Exists(Path.Combine(folder, NameAt(now))))
            now = now.AddSeconds(1);
        return NameAt(now);
    }

    private static string NameAt(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $"ledger-{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.db");

    private static string PathOf(string folder, string name)
    {
        if (!Allowed().IsMatch(name))
        {
            throw new ArgumentException("must be 1 to 64 of a-z, A-Z, 0-9, '.', '_' and '-', and not begin with a dot", nameof(name));
        }

        var path = Path.GetFullPath(Path.Combine(folder, name));
        return File.Exists(path) ? throw new IOException($"{name} is there already") : path;
    }

    /// <summary>Makes the file, for this user alone. What a kill left of an earlier one is overwritten.</summary>
    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var made = File.Open(path, options);
    }

    private static long CheckAndSync(string path)
    {
        Check(path);
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
        return file.Length;
    }

    private static void Check(string path)
    {
        // Immutable: read without locks and without the files that would be made beside it.
        using var connection = new SqliteConnection($"Data Source=file:{Uri.EscapeDataString(path)}?immutable=1;Pooling=False;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check(1)";
        if (command.ExecuteScalar() is not "ok")
        {
            throw new IOException("the backup does not read back whole");
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Allowed();
}
