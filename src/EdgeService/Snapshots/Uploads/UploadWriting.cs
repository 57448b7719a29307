using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots.Uploads;

/// <summary>Writes what arrives to the file of an upload.</summary>
internal static class UploadWriting
{
    /// <summary>Nobody sends so slowly: a connection that brings nothing for this long is dead.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(60);

    /// <summary>Null when the file is whole and on disk; otherwise why it is not.</summary>
    public static async Task<UploadOutcome?> WriteAsync(
        PartialUpload upload, long offset, ReadOnlyMemory<byte> footer, IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, TimeProvider clock, CancellationToken cancellation)
    {
        await using var file = new FileStream(upload.Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        file.SetLength(offset);
        file.Position = offset;
        return await CopyAsync(chunks, file, upload, clock, cancellation) ?? Close(file, upload, footer.Span);
    }

    /// <summary>Null when all that was sent is written.</summary>
    private static async Task<UploadOutcome?> CopyAsync(
        IAsyncEnumerable<ReadOnlyMemory<byte>> chunks, FileStream file, PartialUpload upload, TimeProvider clock, CancellationToken cancellation)
    {
        using var pause = new CancellationTokenSource(LongestPause, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, pause.Token);
        await foreach (var chunk in chunks.WithCancellation(either.Token))
        {
            pause.CancelAfter(LongestPause);
            if (file.Position + chunk.Length > upload.TotalBytes)
                return Remove(upload, "More bytes came than the footer speaks of.");
            if (Stored(() => file.Write(chunk.Span)) is { } fault)
                return fault;
        }

        return null;
    }

    /// <summary>Null when the file is whole and on disk.</summary>
    private static UploadOutcome? Close(FileStream file, PartialUpload upload, ReadOnlySpan<byte> footer)
    {
        if (file.Position < upload.TotalBytes)
            return new UploadOutcome.Unfinished(file.Position, upload.TotalBytes);
        return EndsIn(file, footer)
            ? Stored(() => file.Flush(flushToDisk: true)) as UploadOutcome
            : Remove(upload, "The file does not end in the footer that came ahead of it.");
    }

    private static UploadOutcome.NotStored? Stored(Action store)
    {
        try
        {
            store();
            return null;
        }
        catch (IOException fault)
        {
            return new UploadOutcome.NotStored(fault);
        }
    }

    private static bool EndsIn(FileStream file, ReadOnlySpan<byte> footer)
    {
        Span<byte> end = stackalloc byte[SnapshotFormat.FooterBytes];
        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        return end.SequenceEqual(footer);
    }

    private static UploadOutcome.Refused Remove(PartialUpload upload, string detail)
    {
        File.Delete(upload.Path);
        return new(new(SnapshotFault.CutShort, detail));
    }
}
