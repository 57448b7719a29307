namespace EdgeService.Building.Files;

/// <summary>Writes a file that is either wholly there or not there at all: beside its place, flushed to the disk, then renamed.</summary>
public static class WholeFile
{
    /// <param name="path">Where the file is to lie; one that is there is replaced.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        using var part = PartFile.Begin(path, overwrite: true);
        write(part.Stream);
        part.Commit();
    }
}
