namespace EdgeService.Snapshots;

/// <summary>The file that was read from is damaged, and there is no other.</summary>
public sealed class SnapshotLostException() : Exception("The snapshot is damaged and there is no other to go back to.");
