namespace EdgeService.TestNeeds;

/// <summary>Where Debian puts a PostgreSQL server's programs: not on the path.</summary>
internal static class InstalledPostgres
{
    /// <summary>The folder of the newest version's programs; null where there is none.</summary>
    public static string? Folder { get; } = (Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [])
        .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
        .Select(folder => Path.Combine(folder, "bin"))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "postgres")));
}
