namespace EdgeService.Snapshots.Uploads;

/// <summary>What its sender says of a snapshot ahead of the bytes.</summary>
/// <param name="Footer">The file's last 160 bytes.</param>
/// <param name="Revision">The file's revision, from 1.</param>
/// <param name="Offset">Where the bytes to come begin in the file, from 0.</param>
/// <param name="ChangesThrough">Revision of the last change that is part of it, 0 for none; null where the sender does not say.</param>
public sealed record AnnouncedSnapshot(ReadOnlyMemory<byte> Footer, long Revision, long Offset, long? ChangesThrough);
