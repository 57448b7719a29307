using System.IO.MemoryMappedFiles;
using EdgeService.Core.Snapshots;

namespace EdgeService.Benchmarks.Lookups;

/// <summary>A snapshot file mapped as the edge maps it, with a view over it and its bare bytes beside: what they cost is compared on one mapping.</summary>
internal sealed unsafe class MappedSnapshot : IDisposable
{
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor accessor;

    public MappedSnapshot(string path)
    {
        Length = new FileInfo(path).Length;
        file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        accessor = file.CreateViewAccessor(0, Length, MemoryMappedFileAccess.Read);
        byte* start = null;
        accessor.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Start = start;
        View = Open(start, Length);
    }

    public byte* Start { get; }

    public long Length { get; }

    public SnapshotView View { get; }

    /// <summary>A view whose chunks are verified one by one, as in the edge.</summary>
    public static SnapshotView Open(byte* start, long length)
    {
        if (SnapshotSeal.ReadFooter(start, length, out var footer) is { } unreadable)
        {
            throw new InvalidDataException(unreadable.Detail);
        }

        var chunks = VerifiedChunks.None(start, footer!);
        return SnapshotSeal.VerifyRest(chunks) is null & SnapshotView.TryOpen(start, length, footer!, chunks, out var view, out var refusal)
            ? view!
            : throw new InvalidDataException(refusal?.Detail ?? "The file is damaged.");
    }

    public void Dispose()
    {
        accessor.SafeMemoryMappedViewHandle.ReleasePointer();
        accessor.Dispose();
        file.Dispose();
    }
}
