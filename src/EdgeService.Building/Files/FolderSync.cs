using System.ComponentModel;
using System.Runtime.InteropServices;

namespace EdgeService.Building.Files;

/// <summary>Makes the names in a folder as durable as the content of its files: a rename that was not flushed may be undone by a power cut.</summary>
public static partial class FolderSync
{
    private const int OpenReadOnly = 0;

    /// <summary>Returns when the folder's entries are on the disk. Windows keeps them so by itself.</summary>
    /// <exception cref="IOException">The folder cannot be flushed.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(folder, OpenReadOnly);
        try
        {
            if (handle < 0 || Sync(handle) != 0)
            {
                throw new IOException($"{folder} cannot be flushed to the disk.", new Win32Exception(Marshal.GetLastPInvokeError()));
            }
        }
        finally
        {
            _ = handle < 0 ? 0 : Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
