namespace EdgeService.Snapshots;

/// <summary>By what a file is known again, as long as nobody writes to it.</summary>
internal readonly record struct SnapshotStamp(string Path, long Length, DateTime Written)
{
    public static SnapshotStamp Of(FileInfo file) => new(file.FullName, file.Exists ? file.Length : 0, file.LastWriteTimeUtc);
}
