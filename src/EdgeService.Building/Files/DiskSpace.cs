using System.Globalization;

namespace EdgeService.Building.Files;

/// <summary>Free space on a disk, asked for before a long job instead of found missing in the middle of it.</summary>
public static class DiskSpace
{
    private const int NoSpaceLeft = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>Bytes that this user may still write to the disk of a folder; the greatest number where the system does not say.</summary>
    public static long FreeIn(string folder)
    {
        try
        {
            return new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return long.MaxValue;
        }
    }

    /// <summary>Whether a write failed because the disk is full.</summary>
    public static bool IsExhausted(IOException failure) => failure.HResult is NoSpaceLeft or WindowsDiskFull;

    /// <summary>Such as <c>4.4 GB</c>.</summary>
    public static string InWords(long bytes) => bytes switch
    {
        >= 1_000_000_000 => Rounded(bytes / 1e9, "GB"),
        >= 1_000_000 => Rounded(bytes / 1e6, "MB"),
        _ => Rounded(bytes / 1e3, "kB"),
    };

    private static string Rounded(double number, string unit) => string.Create(CultureInfo.InvariantCulture, $"{number:0.0} {unit}");
}

/// <summary>There is not enough room, or there was not in the end. The message says how much is needed, where, and what to do.</summary>
public sealed class DiskFullException(string message, Exception? inner = null) : IOException(message, inner);
