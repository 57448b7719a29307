using System.Runtime.InteropServices;
using EdgeService.Building.Files;

namespace EdgeService.Building.Snapshots.External;

/// <summary>Into how many parts rows are put: by the first 8 bits of what they are sorted by.</summary>
internal static class RowParts
{
    public const int Bits = 8;
    public const int Count = 1 << Bits;
}

/// <summary>
/// Rows of one input, parted by the first 8 bits of their keys, so that a part can be sorted in memory. They stay in memory up to a
/// number; what comes beyond lies in a nameless file.
/// </summary>
/// <param name="folder">Where the file is made, if one is needed.</param>
/// <param name="rowsInMemory">How many rows are kept in memory, beside the blocks that are being filled.</param>
internal sealed class RowSpill<TRow>(string folder, long rowsInMemory) : IDisposable
    where TRow : unmanaged, ISortedRow<TRow>
{
    private readonly List<RowLane<TRow>> _lanes = [];
    private readonly Lock _making = new();
    private NamelessFile? _file;
    private long _kept;

    /// <summary>Rows of all parts, once every lane is at its end.</summary>
    public long Count => _lanes.Sum(lane => lane.Count);

    /// <summary>A way in for one thread.</summary>
    public RowLane<TRow> NewLane()
    {
        var lane = new RowLane<TRow>(this);
        lock (_making)
        {
            _lanes.Add(lane);
        }

        return lane;
    }

    public long CountOf(int part) => _lanes.Sum(lane => lane.CountOf(part));

    /// <summary>Copies the rows of a part, which <paramref name="rows"/> holds exactly.</summary>
    public void Read(int part, Span<TRow> rows)
    {
        foreach (var block in _lanes.SelectMany(lane => lane.BlocksOf(part)))
        {
            var place = rows[..block.Count];
            rows = rows[block.Count..];
            if (block.Kept is { } kept)
            {
                kept.AsSpan(0, block.Count).CopyTo(place);
            }
            else
            {
                _file!.Read(block.Offset, MemoryMarshal.AsBytes(place));
            }
        }
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>Puts a full block away: kept as it is, or written so that the caller may use it again.</summary>
    internal RowBlock<TRow> Put(TRow[] block, int count)
    {
        if (Interlocked.Add(ref _kept, count) <= rowsInMemory)
        {
            return new RowBlock<TRow>(block, 0, count);
        }

        return new RowBlock<TRow>(null, OpenFile().Append(MemoryMarshal.AsBytes(block.AsSpan(0, count))), count);
    }

    private NamelessFile OpenFile()
    {
        lock (_making)
        {
            return _file ??= new NamelessFile(folder);
        }
    }
}

/// <summary>Rows of one part that were put away together.</summary>
/// <param name="Kept">The rows, if they are in memory.</param>
/// <param name="Offset">Where they lie in the file, if not.</param>
/// <param name="Count">How many.</param>
internal readonly record struct RowBlock<TRow>(TRow[]? Kept, long Offset, int Count);
