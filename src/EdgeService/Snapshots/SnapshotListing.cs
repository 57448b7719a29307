using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;
using EdgeService.Snapshots.Uploads;

namespace EdgeService.Snapshots;

/// <summary>One look at what lies in the folder, the good, the bad and the half received.</summary>
/// <param name="folder">The folder.</param>
/// <param name="served">What is answered from; null when nothing is.</param>
/// <param name="faultOf">What is known to be wrong with a file; null where nothing is.</param>
internal sealed class SnapshotListing(string folder, HeldSnapshot? served, Func<SnapshotStamp, SnapshotMetadata, SnapshotRefusal?> faultOf)
{
    private bool _hasPrevious;

    /// <summary>The latest revision first; what is being received last.</summary>
    public List<ListedSnapshot> Run()
    {
        // Somebody else may remove one meanwhile.
        var files = new DirectoryInfo(folder) is { Exists: true } there ? there.GetFiles().Where(file => file.Exists).ToList() : [];
        var snapshots = files.Where(file => EndingOf(file) is ".snap" or SnapshotFolder.WithdrawnEnding or SnapshotFolder.DamagedEnding)
            .Select(file => (File: file, Fault: SnapshotPeek.Read(file.FullName, out var metadata), Metadata: metadata))
            .OrderByDescending(one => one.Metadata?.Revision ?? 0).ThenBy(one => one.File.Name, StringComparer.Ordinal)
            .Select(one => List(one.File, one.Fault, one.Metadata));
        return [.. snapshots, .. files.Select(PartialUpload.Read).OfType<PartialUpload>().Select(partial => partial.Listed)];
    }

    private static string EndingOf(FileInfo file) => file.Extension;

    private ListedSnapshot List(FileInfo file, SnapshotRefusal? fault, SnapshotMetadata? metadata)
    {
        var stamp = SnapshotStamp.Of(file);
        fault ??= faultOf(stamp, metadata!);
        return new(file.Name, StateOf(file, stamp, metadata, fault), file.Length, file.Length)
        {
            Revision = metadata?.Revision ?? 0,
            Metadata = metadata,
            VerifiedShare = served?.Stamp.Path == stamp.Path ? served.View.Chunks.Share : 0,
            Detail = EndingOf(file) == SnapshotFolder.DamagedEnding ? "A part of it is not what was signed." : fault?.Detail ?? "",
        };
    }

    private SnapshotState StateOf(FileInfo file, SnapshotStamp stamp, SnapshotMetadata? metadata, SnapshotRefusal? fault)
    {
        if (served?.Stamp.Path == stamp.Path)
            return SnapshotState.Served;
        if (EndingOf(file) != ".snap")
            return EndingOf(file) == SnapshotFolder.WithdrawnEnding ? SnapshotState.Withdrawn : SnapshotState.Damaged;
        if (fault is not null)
            return fault.Fault == SnapshotFault.ChangesMissing ? SnapshotState.Kept : SnapshotState.Damaged;
        if (_hasPrevious || metadata!.Revision >= served?.View.Metadata.Revision)
            return SnapshotState.Kept;
        _hasPrevious = true;
        return SnapshotState.Previous;
    }
}
