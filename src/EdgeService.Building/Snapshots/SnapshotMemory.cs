using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EdgeService.Building.Snapshots;

/// <summary>The bytes of a snapshot file at a fixed place, until disposed of.</summary>
internal abstract unsafe class SnapshotMemory : IDisposable
{
    public byte* Start { get; protected init; }

    public long Length { get; protected init; }

    /// <summary>Whether the bytes are the file's own: they appear as they are touched, and follow what is done to the file in place.</summary>
    public abstract bool IsMapped { get; }

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public static SnapshotMemory Of(string path, long copyUpToBytes)
    {
        var file = File.OpenHandle(path, share: FileShare.Read | FileShare.Delete);
        try
        {
            var length = RandomAccess.GetLength(file);
            return length <= copyUpToBytes || length == 0 ? new CopiedMemory(file, length) : new MappedMemory(file, length);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public abstract void Dispose();

    /// <summary>A copy of its own: what happens to the file afterwards, even in place, does not reach it.</summary>
    private sealed class CopiedMemory : SnapshotMemory
    {
        private const int Alignment = 64;

        public CopiedMemory(SafeFileHandle file, long length)
        {
            Start = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(1, length), Alignment);
            try
            {
                Length = Fill(file, length);
                file.Dispose();
            }
            catch
            {
                NativeMemory.AlignedFree(Start);
                throw;
            }
        }

        public override bool IsMapped => false;

        public override void Dispose() => NativeMemory.AlignedFree(Start);

        /// <summary>Less than <paramref name="length"/> when the file has become shorter meanwhile.</summary>
        private long Fill(SafeFileHandle file, long length)
        {
            long filled = 0;
            for (var read = 1; read > 0 && filled < length; filled += read)
            {
                read = RandomAccess.Read(file, new Span<byte>(Start + filled, (int)Math.Min(length - filled, 1 << 30)), filled);
            }

            return filled;
        }
    }

    /// <summary>The file itself: nothing is read before it is touched. The file stays open, and shared with readers alone, for as long.</summary>
    private sealed class MappedMemory : SnapshotMemory
    {
        private readonly MemoryMappedFile _file;
        private readonly MemoryMappedViewAccessor _view;

        public MappedMemory(SafeFileHandle file, long length)
        {
            _file = MemoryMappedFile.CreateFromFile(file, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor(0, length, MemoryMappedFileAccess.Read);
            byte* start = null;
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
            Start = start;
            Length = length;
        }

        public override bool IsMapped => true;

        public override void Dispose()
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
            _file.Dispose();
        }
    }
}
