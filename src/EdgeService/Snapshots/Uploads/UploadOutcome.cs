using EdgeService.Core.Snapshots;

namespace EdgeService.Snapshots.Uploads;

/// <summary>What became of an upload.</summary>
public abstract record UploadOutcome
{
    private UploadOutcome()
    {
    }

    /// <summary>It is served.</summary>
    public sealed record Served(ListedSnapshot Snapshot) : UploadOutcome;

    /// <summary>It is not what can be served here, and nothing of it is kept.</summary>
    public sealed record Refused(SnapshotRefusal Refusal) : UploadOutcome;

    /// <summary>The bytes must go on at <paramref name="Received"/>: the sender began beyond it, or stopped there. They are kept.</summary>
    public sealed record Unfinished(long Received, long Total) : UploadOutcome;

    /// <summary>There is no room for it.</summary>
    public sealed record NoRoom(long MissingBytes) : UploadOutcome;

    /// <summary>The disk did not take it; what arrived before is kept.</summary>
    public sealed record NotStored(IOException Fault) : UploadOutcome;

    /// <summary>Another snapshot is being received.</summary>
    public sealed record Busy : UploadOutcome;
}
