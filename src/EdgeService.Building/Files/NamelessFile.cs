using Microsoft.Win32.SafeHandles;

namespace EdgeService.Building.Files;

/// <summary>
/// A temporary file that nobody else sees. Its name is taken away as soon as it is open, so that the system frees its bytes when the
/// process ends, however it ends. Where an open file keeps its name, it goes when the file is closed.
/// </summary>
internal sealed class NamelessFile : IDisposable
{
    private const string Pattern = "edge-build-*.tmp";

    private long _length;

    public NamelessFile(string folder)
    {
        AbandonedFiles.Remove(folder, Pattern);
        var path = Path.Combine(folder, Pattern.Replace("*", Guid.NewGuid().ToString("n"), StringComparison.Ordinal));
        Handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }
    }

    public SafeFileHandle Handle { get; }

    public long Length => Volatile.Read(ref _length);

    /// <summary>Writes at the end and returns where that was. Several threads may write at once.</summary>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        var end = Interlocked.Add(ref _length, bytes.Length);
        RandomAccess.Write(Handle, bytes, end - bytes.Length);
        return end - bytes.Length;
    }

    /// <exception cref="EndOfStreamException">The bytes were never written.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var read = RandomAccess.Read(Handle, bytes, offset);
            if (read == 0)
            {
                throw new EndOfStreamException("A temporary file is shorter than what was written to it.");
            }

            offset += read;
            bytes = bytes[read..];
        }
    }

    public void Dispose() => Handle.Dispose();
}
