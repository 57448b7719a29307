namespace EdgeService.Building.Snapshots.External;

/// <summary>One thread's way into a <see cref="RowSpill{TRow}"/>: a block for every part, put away when it is full.</summary>
internal sealed class RowLane<TRow>(RowSpill<TRow> spill)
    where TRow : unmanaged, ISortedRow<TRow>
{
    /// <summary>
    /// Large enough that a disk is written in long pieces, small enough that all parts of all lanes together are some 100 MB.
    /// </summary>
    private const int BlockRows = 1 << 12;

    private const int FirstRows = 8;

    private readonly TRow[][] _filling = [.. Enumerable.Repeat<TRow[]>([], RowParts.Count)];
    private readonly int[] _filled = new int[RowParts.Count];
    private readonly List<RowBlock<TRow>>[] _blocks = [.. Enumerable.Range(0, RowParts.Count).Select(_ => new List<RowBlock<TRow>>())];

    public long Count { get; private set; }

    public void Add(in TRow row)
    {
        var part = (int)(row.Leading >> (64 - RowParts.Bits));
        var at = _filled[part];
        if (at == _filling[part].Length)
        {
            at = MakeRoom(part);
        }

        _filling[part][at] = row;
        _filled[part] = at + 1;
        Count++;
    }

    public long CountOf(int part) => _filled[part] + _blocks[part].Sum(block => (long)block.Count);

    /// <summary>The rows of a part, in the order in which they came.</summary>
    public IEnumerable<RowBlock<TRow>> BlocksOf(int part) => [.. _blocks[part], new RowBlock<TRow>(_filling[part], 0, _filled[part])];

    private int MakeRoom(int part)
    {
        var block = _filling[part];
        if (block.Length < BlockRows)
        {
            Array.Resize(ref _filling[part], Math.Clamp(2 * block.Length, FirstRows, BlockRows));
            return block.Length;
        }

        var put = spill.Put(block, block.Length);
        _blocks[part].Add(put);
        if (put.Kept is not null)
        {
            _filling[part] = new TRow[BlockRows];
        }

        return 0;
    }
}
