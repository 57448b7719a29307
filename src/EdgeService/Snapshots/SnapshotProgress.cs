using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots;

/// <summary>How far the verification of a file in the background has come; begins anew with another file.</summary>
public struct SnapshotProgress
{
    private VerifiedChunks? _chunks;
    private long _next;

    /// <summary>Verifies up to <paramref name="most"/> further chunks in the order of the file; false when all have been.</summary>
    /// <exception cref="SnapshotDamagedException">One of them is not what was signed.</exception>
    internal bool VerifySome(VerifiedChunks chunks, int most)
    {
        if (!ReferenceEquals(_chunks, chunks))
        {
            (_chunks, _next) = (chunks, 0);
        }

        for (var end = Math.Min(_next + most, chunks.Count); _next < end; _next++)
        {
            chunks.RequireChunk(_next);
        }

        return _next < chunks.Count;
    }
}
