namespace EdgeService.Core.Snapshots;

/// <summary>What a file of a snapshot folder is good for.</summary>
public enum SnapshotState
{
    /// <summary>It is answered from.</summary>
    Served = 1,

    /// <summary>The one to go back to.</summary>
    Previous = 2,

    /// <summary>Older still.</summary>
    Kept = 3,

    /// <summary>Gone back from.</summary>
    Withdrawn = 4,

    /// <summary>Never answered from.</summary>
    Damaged = 5,

    /// <summary>Being received, or left when a connection broke.</summary>
    Partial = 6,
}

/// <summary>One file of a snapshot folder.</summary>
/// <param name="Name">Its name in the folder.</param>
/// <param name="State">What it is good for.</param>
/// <param name="TotalBytes">Bytes of the whole file.</param>
/// <param name="ReceivedBytes">Bytes that are here.</param>
public sealed record ListedSnapshot(string Name, SnapshotState State, long TotalBytes, long ReceivedBytes)
{
    /// <summary>Its revision; 0 while that is not known.</summary>
    public long Revision { get; init; }

    /// <summary>What it says of itself; null where that cannot be read.</summary>
    public SnapshotMetadata? Metadata { get; init; }

    /// <summary>Share that has been verified, 0 to 1; of the served one only.</summary>
    public double VerifiedShare { get; init; }

    /// <summary>Names an upload, 32 hexadecimal digits; of a partial one only.</summary>
    public string UploadId { get; init; } = "";

    /// <summary>What is wrong with it; empty where nothing is.</summary>
    public string Detail { get; init; } = "";
}
