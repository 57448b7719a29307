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
    private const string DamagedEnding = ".damaged";

    private readonly HashSet<SnapshotStamp> _judged = [];
    private readonly HashSet<SnapshotStamp> _damaged = [];

    /// <summary>Opens the file of the highest revision above <paramref name="served"/> that is whole, trusted and of our secret; null when there is none.</summary>
    public (SnapshotFile File, SnapshotStamp Stamp)? OpenNewest(long served, List<RefusedSnapshot> refused)
    {
        foreach (var (stamp, revision) in NewFiles(refused).OrderByDescending(candidate => candidate.Revision))
        {
            if (revision <= served)
            {
                refused.Add(new(stamp.Path, new(SnapshotFault.OlderRevision, $"Revision {revision} is not newer than {served}, which is served.")));
            }
            else if (TryOpen(stamp.Path, out var file, out var refusal))
            {
                // What lies below the newest is no fault but the stock to roll back to.
                return (file, stamp);
            }
            else
            {
                refused.Add(new(stamp.Path, refusal));
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

    /// <summary>
    /// Takes a damaged file out of the choice and looks at all the others anew. It is renamed, unless another has come under its name or the
    /// folder may not be written to; this process does not choose it again either way.
    /// </summary>
    public void Quarantine(SnapshotStamp stamp)
    {
        if (!_damaged.Add(stamp))
        {
            return;
        }

        _judged.Clear();
        try
        {
            if (SnapshotStamp.Of(new FileInfo(stamp.Path)) == stamp)
            {
                File.Move(stamp.Path, stamp.Path + DamagedEnding, overwrite: true);
            }
        }
        catch (Exception unchangeable) when (unchangeable is IOException or UnauthorizedAccessException)
        {
            // Another edge was first, or the folder is only to be read.
        }
    }

    /// <summary>Puts a withdrawn file back.</summary>
    public static void Restore(string path) => File.Move(path + WithdrawnEnding, path);

    /// <summary>Files not judged before, with the revision each claims; those that claim none are refused.</summary>
    private List<(SnapshotStamp Stamp, long Revision)> NewFiles(List<RefusedSnapshot> refused)
    {
        List<(SnapshotStamp, long)> candidates = [];
        foreach (var file in Files(refused))
        {
            var stamp = SnapshotStamp.Of(file);
            if (_damaged.Contains(stamp) || !_judged.Add(stamp))
            {
                continue;
            }

            if (SnapshotPeek.Read(stamp.Path, out var metadata) is { } refusal)
            {
                refused.Add(new(stamp.Path, refusal));
            }
            else
            {
                candidates.Add((stamp, metadata!.Revision));
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
            if (_judged.Add(new(options.Folder, 0, default)))
            {
                refused.Add(new(options.Folder, new(SnapshotFault.Unreadable, $"The folder cannot be read: {unreadable.Message}")));
            }

            return [];
        }
    }

    private bool TryOpen(string path, [NotNullWhen(true)] out SnapshotFile? file, [NotNullWhen(false)] out SnapshotRefusal? refusal)
    {
        if (!SnapshotFile.TryServe(path, trust, out file, out refusal, options.CopyUpToBytes))
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
