namespace EdgeService.Core.Snapshots;

/// <summary>A chunk that was about to be read is not what was signed. Nothing has been, and nothing must be, answered from it.</summary>
public sealed class SnapshotDamagedException(long chunk, long count) : Exception($"Chunk {chunk} of {count} is not what was signed.")
{
    /// <summary>The chunk, from 0.</summary>
    public long Chunk => chunk;

    public SnapshotRefusal Refusal => new(SnapshotFault.Damaged, Message);
}
