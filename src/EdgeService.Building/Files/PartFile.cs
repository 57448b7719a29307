namespace EdgeService.Building.Files;

/// <summary>
/// A file on its way to a name: written beside it under another, locked for as long as the writer lives, and given the name whole or never.
/// What a killed writer left behind is taken away by the next one; what a living one writes is left alone.
/// </summary>
public sealed class PartFile : IDisposable
{
    private const string Ending = ".part";

    private readonly string _path;
    private readonly string _part;
    private readonly bool _overwrite;
    private bool _kept;

    private PartFile(string path, string part, bool overwrite, FileStream stream)
    {
        _path = path;
        _part = part;
        _overwrite = overwrite;
        Stream = stream;
    }

    /// <summary>Where the content goes. It may be sought in and cut.</summary>
    public FileStream Stream { get; }

    /// <exception cref="IOException">There is a file and it is not to be replaced.</exception>
    public static void RefuseExisting(string path, bool overwrite)
    {
        if (!overwrite && File.Exists(path))
        {
            throw new IOException($"{path} exists and is not replaced unless told so.");
        }
    }

    /// <summary>Begins a file that is to lie at <paramref name="path"/>.</summary>
    /// <exception cref="IOException">There is a file already and it is not to be replaced, or the folder takes none.</exception>
    public static PartFile Begin(string path, bool overwrite)
    {
        RefuseExisting(path, overwrite);
        var folder = FolderOf(path);
        AbandonedFiles.Remove(folder, $"{Path.GetFileName(path)}.*{Ending}");
        var part = $"{path}.{Guid.NewGuid():n}{Ending}";
        return new PartFile(path, part, overwrite, new FileStream(part, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16));
    }

    /// <summary>Flushes the content to the disk, gives it its name and flushes that too.</summary>
    /// <exception cref="IOException">The disk is full, or somebody else took the name meanwhile and it is not to be replaced.</exception>
    public void Commit()
    {
        Stream.Flush(flushToDisk: true);
        RefuseExisting(_path, _overwrite);
        File.Move(_part, _path, _overwrite);
        _kept = true;
        FolderSync.Sync(FolderOf(_path));
    }

    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        catch (IOException) when (!_kept)
        {
            // The disk is full: what cannot be written any more was not to be kept.
        }
        finally
        {
            if (!_kept)
            {
                File.Delete(_part);
            }
        }
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
