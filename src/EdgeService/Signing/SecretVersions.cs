using System.Globalization;

namespace EdgeService.Signing;

/// <summary>The versions of one secret in a folder: <c>name.1.key</c>, <c>name.2.key</c> and so on; <c>name.key</c> is version 1.</summary>
internal static class SecretVersions
{
    private const string Ending = ".key";
    private const int Size = 32;

    /// <summary>Every version, the highest first.</summary>
    /// <exception cref="KeyMaterialException">There is none, version 1 is there twice, or one is readable by others or not 32 bytes long.</exception>
    public static IReadOnlyList<(int Version, byte[] Secret)> Read(string folder, string name)
    {
        var paths = PathsOf(folder, name);
        if (paths.Count == 0)
            return [(1, ReadFile(Path.Combine(folder, name + Ending)))];
        if (paths.CountBy(path => path.Version).FirstOrDefault(count => count.Value > 1) is { Value: > 1 } twice)
            throw new KeyMaterialException($"{folder} has version {twice.Key} of the secret {name} twice: {name}{Ending} is version 1. Remove one of the two.");
        return [.. paths.OrderByDescending(path => path.Version).Select(path => (path.Version, ReadFile(path.Path)))];
    }

    public static bool AnyOf(string folder, string name) => PathsOf(folder, name).Count > 0;

    /// <summary>Reads one secret.</summary>
    /// <exception cref="KeyMaterialException">It is missing, readable by others, or not 32 bytes long.</exception>
    public static byte[] ReadFile(string path)
    {
        var bytes = PrivateFile.Read(path);
        return bytes.Length == Size ? bytes : throw new KeyMaterialException($"{path} has {bytes.Length} bytes, a secret has {Size}.");
    }

    private static List<(int Version, string Path)> PathsOf(string folder, string name) => [.. KeyFolders.FilesIn(folder, name + ".*")
        .Select(file => (Version: VersionOf(file.Name, name), file.FullName))
        .Where(file => file.Version > 0)];

    private static int VersionOf(string file, string name)
    {
        if (file == name + Ending)
            return 1;
        return file.Length > name.Length + 1 + Ending.Length && file.EndsWith(Ending, StringComparison.Ordinal)
            && int.TryParse(file.AsSpan(name.Length + 1, file.Length - name.Length - 1 - Ending.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            ? version
            : 0;
    }
}
