using System.Diagnostics.CodeAnalysis;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots;

/// <summary>
/// The files of the watched folder, each judged once for as long as it does not change.
/// </summary>
internal sealed class SnapshotFolder(SnapshotOptions options, SnapshotTrust trust, ulong secretCheck)
{
    private const string Pattern = "*.snap";
    private const string WithdrawnEnding = ".withdrawn";

    private readonly HashSet<(string Path, long Length, DateTime Written)> _judged = [];

    /// <summary>Opens the file of the highest revision above <paramref name="served"/> that is whole, trusted and of our secret; null when there is none.</summary>
    public (SnapshotFile File, string Path)? OpenNewest(long served, List<RefusedSnapshot> refused)
    {
        foreach (var (path, revision) in NewFiles(refused).OrderByDescending(candidate => candidate.Revision))
        {
            if (revision <= served)
            {
                refused.Add(new(path, new(SnapshotFault.OlderRevision, $"Revision {revision} is not newer than {served}, which is served.")));
            }
            else if (TryOpen(path, out var file, out var refusal))
            {
                // What lies below the newest is no fault but the stock to roll back to.
                return (file, path);
            }
            else
            {
                refused.Add(new(path, refusal));
            }
        }

        return null;
    }

    /// <summary>Takes a file out of the choice, lastingly, and looks at all the others anew.</summary>
    public void Withdraw(string path)
    {
        File.Move(path, path + WithdrawnEnding, overwrite: true);
        _judged.Clear();
    }

    /// <summary>Puts a withdrawn file back.</summary>
    public static void Restore(string path) => File.Move(path + WithdrawnEnding, path);

    /// <summary>Files not judged before, with the revision each claims; those that claim none are refused.</summary>
    private List<(string Path, long Revision)> NewFiles(List<RefusedSnapshot> refused)
    {
        List<(string, long)> candidates = [];
        foreach (var file in Files(refused))
        {
            if (!_judged.Add((file.FullName, file.Length, file.LastWriteTimeUtc)))
            {
                continue;
            }

            if (SnapshotPeek.Read(file.FullName, out var metadata) is { } refusal)
            {
                refused.Add(new(file.FullName, refusal));
            }
            else
            {
                candidates.Add((file.FullName, metadata!.Revision));
            }
        }

        return candidates;
    }

    private FileInfo[] Files(List<RefusedSnapshot> refused)
    {
        try
        {
            return new DirectoryInfo(options.Folder).GetFiles(Pattern);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            if (_judged.Add((options.Folder, 0, default)))
            {
                refused.Add(new(options.Folder, new(SnapshotFault.Unreadable, $"The folder cannot be read: {unreadable.Message}")));
            }

            return [];
        }
    }

    private bool TryOpen(string path, [NotNullWhen(true)] out SnapshotFile? file, [NotNullWhen(false)] out SnapshotRefusal? refusal)
    {
        if (!SnapshotFile.TryOpen(path, trust, out file, out refusal, options.CopyUpToBytes))
        {
            return false;
        }

        if (file.View.Metadata.SecretCheck == secretCheck)
        {
            return true;
        }

        file.Dispose();
        file = null;
        refusal = new(SnapshotFault.OtherSecret, "The file was built under another member secret: nobody would be found in it.");
        return false;
    }
}
