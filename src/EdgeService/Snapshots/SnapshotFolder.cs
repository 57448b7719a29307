using System.Diagnostics.CodeAnalysis;
using EdgeService.Building.Files;
using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots;

/// <summary>
/// The files of the watched folder, each judged once for as long as it does not change.
/// </summary>
/// <param name="options">Folder and sizes.</param>
/// <param name="trust">Keys whose snapshots are served.</param>
/// <param name="secretCheck">What a snapshot under the edge's own member secret says of it.</param>
/// <param name="furtherFault">Why a file that is good in itself cannot be served here; null when it can.</param>
internal sealed class SnapshotFolder(SnapshotOptions options, SnapshotTrust trust, ulong secretCheck, Func<SnapshotMetadata, SnapshotRefusal?> furtherFault)
{
    private const string Pattern = "*.snap";
    internal const string WithdrawnEnding = ".withdrawn";
    internal const string DamagedEnding = ".damaged";

    private readonly HashSet<SnapshotStamp> _judged = [];
    private readonly HashSet<SnapshotStamp> _damaged = [];
    private readonly HashSet<SnapshotStamp> _unreadable = [];
    private readonly HashSet<SnapshotStamp> _sealed = [];
    private readonly Dictionary<SnapshotStamp, SnapshotRefusal> _refusals = [];

    /// <summary>Opens the file of the highest revision above <paramref name="served"/> that is whole, trusted and of our secret; null when there is none.</summary>
    public (SnapshotFile File, SnapshotStamp Stamp)? OpenNewest(long served, List<RefusedSnapshot> refused)
    {
        foreach (var (stamp, revision) in NewFiles(refused).OrderByDescending(candidate => candidate.Revision))
        {
            if (revision <= served)
            {
                refused.Add(new(stamp.Path, Older(revision, served)));
            }
            else if (TryOpen(stamp.Path, out var file, out var refusal))
            {
                // What lies below the newest is no fault but the stock to roll back to.
                return (file, stamp);
            }
            else
            {
                Refuse(stamp, refusal, refused);
            }
        }

        return null;
    }

    /// <summary>Looks at a file again at the next look: what kept it from being served was not the file.</summary>
    public void Reconsider(SnapshotStamp stamp) => _judged.Remove(stamp);

    /// <summary>Every file, with what it is good for as far as that is known.</summary>
    public IReadOnlyList<ListedSnapshot> List(HeldSnapshot? served) => new SnapshotListing(options.Folder, served, KnownFaultOf).Run();

    /// <summary>Why a file would not be served in place of a revision; null when it would be. Its bytes are not looked at.</summary>
    public SnapshotRefusal? FaultOf(string path, long served) =>
        SnapshotPeek.Read(path, out var metadata) ?? (metadata!.Revision <= served ? Older(metadata.Revision, served) : FaultOf(metadata));

    /// <summary>Looks at all files anew at the next look, but for one.</summary>
    public void ReconsiderAllBut(SnapshotStamp stamp)
    {
        _judged.Clear();
        _judged.Add(stamp);
    }

    /// <summary>Takes a file out of the choice, over any restart and power cut.</summary>
    /// <exception cref="IOException">The folder does not take another name.</exception>
    public void Withdraw(SnapshotStamp stamp)
    {
        File.Move(stamp.Path, stamp.Path + WithdrawnEnding, overwrite: true);
        FolderSync.Sync(options.Folder);
        Reconsider(stamp);
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
                Refuse(stamp, refusal, refused);
            }
            else
            {
                candidates.Add((stamp, metadata!.Revision));
            }
        }

        return candidates;
    }

    /// <summary>A file that may not be read yet, or is locked, stays the same file when it may: that is told once, and tried again.</summary>
    private void Refuse(SnapshotStamp stamp, SnapshotRefusal refusal, List<RefusedSnapshot> refused)
    {
        var isNews = true;
        if (refusal.Fault == SnapshotFault.Unreadable)
        {
            Reconsider(stamp);
            isNews = _unreadable.Add(stamp);
        }
        else
        {
            _refusals[stamp] = refusal;
        }

        if (isNews)
        {
            refused.Add(new(stamp.Path, refusal));
        }
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

        refusal = FaultOf(file.View.Metadata);
        if (refusal is null)
        {
            return true;
        }

        file.Dispose();
        file = null;
        return false;
    }

    private SnapshotRefusal? FaultOf(SnapshotMetadata metadata) => metadata.SecretCheck == secretCheck
        ? furtherFault(metadata)
        : new(SnapshotFault.OtherSecret, "The file was built under another member secret: nobody would be found in it.");

    /// <summary>What is known to be wrong with a file that lies in the folder.</summary>
    private SnapshotRefusal? KnownFaultOf(SnapshotStamp stamp, SnapshotMetadata metadata)
    {
        if (_damaged.Contains(stamp))
        {
            return new(SnapshotFault.Damaged, "A part of it is not what was signed.");
        }

        return SealFaultOf(stamp) is { Fault: not SnapshotFault.ChangesMissing } refusal ? refusal : FaultOf(metadata);
    }

    /// <summary>What nobody trusted has signed is nothing to go back to, whatever it says of itself. Each file is looked at once.</summary>
    private SnapshotRefusal? SealFaultOf(SnapshotStamp stamp)
    {
        if (_refusals.TryGetValue(stamp, out var known) || _sealed.Contains(stamp))
        {
            return known;
        }

        var refusal = SnapshotPeek.SealFaultOf(stamp.Path, trust);
        if (refusal is null)
        {
            _sealed.Add(stamp);
        }

        return refusal;
    }

    private static SnapshotRefusal Older(long revision, long served) =>
        new(SnapshotFault.OlderRevision, $"Revision {revision} is not newer than {served}, which is served.");
}
