using System.Runtime.InteropServices;

namespace EdgeService.Building.Files;

/// <summary>Makes the names in a folder durable: a file that was made or renamed is found again after a power cut only then.</summary>
public static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Returns when the disk has the folder's names. Windows offers nothing of the kind and needs nothing.</summary>
    /// <exception cref="IOException">The folder cannot be opened or the disk refused.</exception>
    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = OpenFile(folder, ReadOnly);
        if (descriptor < 0)
            throw Failed(folder);
        try
        {
            if (SyncFile(descriptor) != 0)
                throw Failed(folder);
        }
        finally
        {
            _ = CloseFile(descriptor);
        }
    }

    private static IOException Failed(string folder) => new($"{folder} cannot be synced: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int SyncFile(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int CloseFile(int descriptor);
}
