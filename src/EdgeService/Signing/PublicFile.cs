using EdgeService.Building.Files;

namespace EdgeService.Signing;

/// <summary>Files that others are to read: key lists.</summary>
public static class PublicFile
{
    /// <summary>Writes a file, in the place of another or new; at every moment it is whole.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var draft = $"{path}.{Environment.ProcessId}.new";
        File.WriteAllBytes(draft, content);
        File.Move(draft, path, overwrite: true);
        FolderSync.Sync(folder);
    }
}
