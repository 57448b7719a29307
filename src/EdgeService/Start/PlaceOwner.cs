using System.Runtime.InteropServices;

namespace EdgeService.Start;

/// <summary>Who owns a file or folder, which the platform does not tell; by <c>statx</c>, whose layout is the same on every Linux.</summary>
internal static partial class PlaceOwner
{
    private const int CurrentFolder = -100;
    private const uint UserWanted = 0x8;
    private const int StatxBytes = 256;
    private const int UserAt = 20;

    /// <summary>The user that the process acts as.</summary>
    public static uint Ourselves => EffectiveUser();

    /// <summary>The owner's user id; null where it cannot be told.</summary>
    public static uint? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var told = new byte[StatxBytes];
        return Statx(CurrentFolder, path, 0, UserWanted, told) == 0 ? BitConverter.ToUInt32(told, UserAt) : null;
    }

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] told);
}
