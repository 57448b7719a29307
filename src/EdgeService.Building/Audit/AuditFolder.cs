using System.Globalization;

namespace EdgeService.Building.Audit;

/// <summary>The files of an audit log: one for each day that had something to say, named by the UTC date.</summary>
public static class AuditFolder
{
    private const string Ending = ".jsonl";
    private const string DateFormat = "yyyy-MM-dd";

    public static string NameOf(DateTimeOffset day) => day.UtcDateTime.ToString(DateFormat, CultureInfo.InvariantCulture) + Ending;

    /// <summary>The daily files, oldest first.</summary>
    public static IReadOnlyList<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*" + Ending).Where(IsDaily).Order(StringComparer.Ordinal)];

    /// <summary>Files that look like a part of the log and are none.</summary>
    public static IReadOnlyList<string> Strangers(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*" + Ending).Where(path => !IsDaily(path)).Order(StringComparer.Ordinal)];

    private static bool IsDaily(string path) =>
        DateTime.TryParseExact(Path.GetFileNameWithoutExtension(path), DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
