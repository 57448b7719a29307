using EdgeService.Building.Files;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots.Uploads;

/// <summary>
/// Receives snapshots: 1. the footer, ahead of the file, says whether it could be served at all; 2. the bytes are kept beside the snapshots, and
/// survive a broken connection; 3. every one of them is verified; 4. the file gets its name, and is served. One at a time.
/// </summary>
public sealed class SnapshotUploads(SnapshotOptions options, SnapshotTrust trust, CurrentSnapshot current, SnapshotWatch watch, TimeProvider clock)
    : IDisposable
{
    private readonly UploadSlot _slot = new();

    /// <summary>Receives what is left of a file and serves it. Who sends the same file anew takes over from whoever sent it before.</summary>
    /// <param name="announced">What the sender says of it.</param>
    /// <param name="chunks">The bytes, in order.</param>
    /// <param name="cancellation">When nobody sends any more.</param>
    /// <exception cref="OperationCanceledException">Nobody sends any more, or somebody took over. What arrived is kept.</exception>
    public async Task<UploadOutcome> ReceiveAsync(
        AnnouncedSnapshot announced, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, CancellationToken cancellation)
    {
        var (footer, revision, offset, _) = announced;
        if (FaultAhead(announced, out var total) is { } refusal) // 1
            return ServedAlready(footer.Span, revision, total) is { } served ? new UploadOutcome.Served(served) : new UploadOutcome.Refused(refusal);
        var id = PartialUpload.Of(options.Folder, footer.Span, revision, total).Id;
        using var turn = await _slot.EnterAsync(id, cancellation);
        if (turn is null)
            return new UploadOutcome.Busy();
        var upload = PartialUpload.Of(options.Folder, footer.Span, revision, total);
        if (offset > upload.ReceivedBytes || offset > total)
            return new UploadOutcome.Unfinished(Math.Min(upload.ReceivedBytes, total), total);
        if (Missing(upload) is > 0 and var missing)
            return new UploadOutcome.NoRoom(missing);
        return await UploadWriting.WriteAsync(upload, offset, footer, chunks, clock, turn.Token) // 2
            ?? await FinishAsync(upload, turn.Token);
    }

    public void Dispose() => _slot.Dispose();

    private SnapshotRefusal? FaultAhead(AnnouncedSnapshot announced, out long total)
    {
        var refusal = SnapshotSeal.VerifyAhead(announced.Footer.Span, trust, out var footer);
        total = footer?.FileLength ?? 0;
        var served = current.Metadata?.Revision ?? 0;
        if (refusal is null && announced.Revision <= served)
            refusal = new(SnapshotFault.OlderRevision, $"Revision {announced.Revision} is not newer than {served}, which is served.");
        return refusal ?? (announced.ChangesThrough is { } through ? current.ChangesMissing(through) : null);
    }

    /// <summary>The file itself, where it is served: the answer to whoever sent it was lost.</summary>
    private ListedSnapshot? ServedAlready(ReadOnlySpan<byte> footer, long revision, long total)
    {
        var name = Path.GetFileName(PartialUpload.Of(options.Folder, footer, revision, total).WholePath);
        return current.List().FirstOrDefault(one => one.Name == name && one.State == SnapshotState.Served);
    }

    /// <summary>Bytes of room that are missing; none if 0 or less.</summary>
    private long Missing(PartialUpload upload)
    {
        Directory.CreateDirectory(options.Folder);
        return upload.TotalBytes - upload.ReceivedBytes + options.KeepFreeBytes - DiskSpace.FreeIn(options.Folder);
    }

    private async Task<UploadOutcome> FinishAsync(PartialUpload upload, CancellationToken cancellation)
    {
        var refusal = await UploadVerification.FaultOfAsync(upload, trust, clock, cancellation) ?? current.FaultOf(upload.Path); // 3
        if (refusal is not null)
        {
            File.Delete(upload.Path);
            return new UploadOutcome.Refused(refusal);
        }

        File.Move(upload.Path, upload.WholePath, overwrite: true); // 4
        FolderSync.Sync(Path.GetFullPath(options.Folder));
        return Serve(Path.GetFileName(upload.WholePath));
    }

    private UploadOutcome Serve(string name)
    {
        var scan = watch.Look();
        var listed = current.List();
        RemoveOld(listed);
        if (listed.FirstOrDefault(one => one.Name == name && one.State == SnapshotState.Served) is { } served)
            return new UploadOutcome.Served(served);
        var refused = scan.Refused.FirstOrDefault(one => Path.GetFileName(one.Path) == name);
        return new UploadOutcome.Refused(refused?.Refusal ?? new(SnapshotFault.OlderRevision, "Another snapshot of a higher revision came first."));
    }

    /// <summary>Removes what was received before and is neither served nor there to go back to. Files that others put here are theirs.</summary>
    private void RemoveOld(IReadOnlyList<ListedSnapshot> listed)
    {
        var old = listed.Where(one => one.Name.StartsWith(PartialUpload.NamePrefix, StringComparison.Ordinal)
            && one.State is not (SnapshotState.Served or SnapshotState.Previous)
            && one.Revision < current.Metadata?.Revision);
        foreach (var one in old)
        {
            try
            {
                File.Delete(Path.Combine(options.Folder, one.Name));
            }
            catch (Exception undeletable) when (undeletable is IOException or UnauthorizedAccessException)
            {
                // It only takes room.
            }
        }
    }
}
