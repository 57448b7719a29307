using EdgeService.Core.Snapshots;
using Microsoft.Win32.SafeHandles;

namespace EdgeService.Building.Snapshots;

/// <summary>
/// What a file claims to be, read from its header, footer and metadata alone; neither signature nor chunks are checked.
/// It reads and does not map: the file may be under someone's hands.
/// </summary>
public static class SnapshotPeek
{
    public static SnapshotRefusal? Read(string path, out SnapshotMetadata? metadata)
    {
        metadata = null;
        try
        {
            using var file = File.OpenHandle(path);
            var length = RandomAccess.GetLength(file);
            if (SnapshotSeal.CheckHeader(ReadAt(file, 0, SnapshotFormat.HeaderBytes)) is { } refusal)
            {
                return refusal;
            }

            if (!SnapshotFooter.TryRead(ReadAt(file, length - SnapshotFormat.FooterBytes, SnapshotFormat.FooterBytes), length, out var footer))
            {
                return new(SnapshotFault.CutShort, "The file does not end in a footer that fits its length.");
            }

            var extent = footer.Metadata;
            var read = extent.Length <= SnapshotFormat.ChunkBytes && SnapshotMetadata.TryRead(ReadAt(file, extent.Offset, (int)extent.Length), out metadata);
            return read ? null : new(SnapshotFault.Malformed, "The metadata cannot be read.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new(SnapshotFault.Unreadable, $"The file cannot be read: {unreadable.Message}");
        }
    }

    /// <summary>Whether a trusted key signed the file, by its footer alone; null when one did.</summary>
    public static SnapshotRefusal? SealFaultOf(string path, SnapshotTrust trust)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var footer = ReadAt(file, RandomAccess.GetLength(file) - SnapshotFormat.FooterBytes, SnapshotFormat.FooterBytes);
            return SnapshotSeal.VerifyAhead(footer, trust, out _);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return new(SnapshotFault.Unreadable, $"The file cannot be read: {unreadable.Message}");
        }
    }

    private static byte[] ReadAt(SafeFileHandle file, long offset, int count)
    {
        var bytes = new byte[count];
        return offset >= 0 && RandomAccess.Read(file, bytes, offset) == count ? bytes : [];
    }
}
