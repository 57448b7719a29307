using EdgeService.Building.Files;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots.External;

/// <summary>The room a build takes on disk: asked for before it begins, and named when it was not enough in the end.</summary>
internal sealed class BuildSpace(IBuildInput input, string? path, string temporaryFolder, BuildOptions options)
{
    private const double BytesPerMember = 9;
    private const long FixedBytes = 1 << 20;

    private readonly long _sorting = (Math.Max(0, input.EstimatedRows - options.RowsInMemory) * MemberRow.Bytes)
        + (Math.Max(0, (options.Aliases?.EstimatedRows ?? 0) - (options.RowsInMemory / 2)) * (AliasRow.Bytes + MemberRow.Bytes));

    private readonly long _file = path is null
        ? 0
        : FixedBytes + (long)(input.EstimatedMembers * BytesPerMember) + ((options.Aliases?.EstimatedRows ?? 0) * SnapshotFormat.AliasBytes);

    /// <exception cref="DiskFullException">There is less than what is needed.</exception>
    public void Check()
    {
        var freeForSorting = options.FreeBytes(temporaryFolder);
        var freeForFile = path is null ? long.MaxValue : options.FreeBytes(FolderOf(path));

        // Two folders whose disks have the same bytes free are on one disk.
        var shared = freeForSorting == freeForFile;
        if (freeForSorting < _sorting + (shared ? _file : 0))
        {
            throw new DiskFullException(Message(temporaryFolder, freeForSorting));
        }

        if (freeForFile < _file)
        {
            throw new DiskFullException(Message(FolderOf(path!), freeForFile));
        }
    }

    public DiskFullException Exhausted(IOException failure) => new(Message(temporaryFolder, options.FreeBytes(temporaryFolder)), failure);

    private string Message(string folder, long free)
    {
        var needs = new List<string>();
        if (_sorting > 0)
        {
            needs.Add($"about {DiskSpace.InWords(_sorting)} in {temporaryFolder} to sort");
        }

        if (path is not null)
        {
            needs.Add($"about {DiskSpace.InWords(_file)} in {FolderOf(path)} for the snapshot");
        }

        return $"Not enough room on the disk. The build needs {string.Join(" and ", needs)}; in {folder} {DiskSpace.InWords(free)} are free. "
            + "Nothing was left behind.";
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path))!;
}
