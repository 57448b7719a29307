namespace EdgeService.Snapshots;

/// <summary>There is no snapshot to answer from: none has been loaded, or the one in use is damaged and there is no other.</summary>
public sealed class SnapshotLostException() : Exception("There is no snapshot to answer from.");
