using EdgeService.Building.Files;

namespace EdgeService.Signing;

/// <summary>Files that only their owner may read: keys and secrets, mode 0600.</summary>
public static class PrivateFile
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Permissions = (UnixFileMode)0x1FF;

    /// <exception cref="KeyMaterialException">The file is missing or cannot be read, or others than its owner have rights to it.</exception>
    public static byte[] Read(string path)
    {
        if (!File.Exists(path)) throw new KeyMaterialException($"{path} is missing.");
        try
        {
            RefuseLooserPermissions(path);
            return File.ReadAllBytes(path);
        }
        catch (Exception denied) when (denied is IOException or UnauthorizedAccessException)
        {
            throw new KeyMaterialException($"{path} cannot be read: {denied.Message} It must belong to the user that the service runs as (chown), with mode 600.", denied);
        }
    }

    /// <summary>Writes a file that does not exist yet; it appears whole or not at all.</summary>
    /// <exception cref="IOException">The file exists.</exception>
    public static void Create(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: false);

    /// <summary>Writes a file in the place of another: at every moment it is the whole old one or the whole new one.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: true);

    private static void Write(string path, ReadOnlySpan<byte> content, bool overwrite)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var draft = $"{path}.{Environment.ProcessId}.new";
        using (var file = new FileStream(draft, DraftOptions()))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite);
        FolderSync.Sync(folder);
    }

    private static FileStreamOptions DraftOptions()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = Owner;
        return options;
    }

    private static void RefuseLooserPermissions(string path)
    {
        if (OperatingSystem.IsWindows()) return;
        var mode = File.GetUnixFileMode(path) & Permissions;
        if ((mode & ~Owner) == 0) return;
        throw new KeyMaterialException($"{path} has mode {Convert.ToString((int)mode, 8)}, so others may read it: give it to its owner alone (chmod 600), and replace the key if others had access. Where chmod changes nothing, as on some mounted disks, keep it on another file system: Edge:Home names the folder.");
    }
}
