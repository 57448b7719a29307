using EdgeService.Building.Snapshots;
using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots.Uploads;

/// <summary>Verifies every byte of a received file, with half a core: the calls under way need the rest.</summary>
internal static class UploadVerification
{
    private const int ChunksAtOnce = 64;

    /// <summary>Null when the file is whole, signed by a trusted key, and of the revision announced.</summary>
    public static async Task<SnapshotRefusal?> FaultOfAsync(PartialUpload upload, SnapshotTrust trust, TimeProvider clock, CancellationToken cancellation)
    {
        if (!SnapshotFile.TryServe(upload.Path, trust, out var file, out var refusal, copyUpToBytes: 0))
            return refusal;
        using (file)
        {
            if (file.View.Metadata.Revision != upload.Revision)
                return new(SnapshotFault.Malformed, $"It was announced as revision {upload.Revision} and is {file.View.Metadata.Revision}.");
            try
            {
                await VerifyAsync(file.View.Chunks, clock, cancellation);
                return null;
            }
            catch (SnapshotDamagedException damage)
            {
                return damage.Refusal;
            }
        }
    }

    private static async Task VerifyAsync(VerifiedChunks chunks, TimeProvider clock, CancellationToken cancellation)
    {
        var progress = default(SnapshotProgress);
        for (var start = clock.GetTimestamp(); progress.VerifySome(chunks, ChunksAtOnce); start = clock.GetTimestamp())
            await Task.Delay(clock.GetElapsedTime(start), cancellation);
    }
}
