using EdgeService.Building.Files;

namespace EdgeService.Signing;

/// <summary>Files that others are to read, mode 0644 whatever the process makes files with: key lists, and marks of keys that are believed no more.</summary>
public static class PublicFile
{
    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Writes a file, in the place of another or new; at every moment it is whole, and it is on disk when this returns.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var draft = $"{path}.{Environment.ProcessId}.new";
        using (var file = new FileStream(draft, FileMode.Create, FileAccess.Write))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(draft, Everybody);
        File.Move(draft, path, overwrite: true);
        FolderSync.Sync(folder);
    }
}
