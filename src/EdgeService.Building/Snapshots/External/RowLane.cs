namespace EdgeService.Building.Snapshots.External;

/// <summary>One thread's way into a <see cref="RowSpill"/>: a block for every part, put away when it is full.</summary>
internal sealed class RowLane(RowSpill spill)
{
    /// <summary>
    /// Large enough that a disk is written in long pieces, small enough that all parts of all lanes together are some 100 MB.
    /// </summary>
    private const int BlockRows = 1 << 12;

    private const int FirstRows = 8;

    private readonly MemberRow[][] _filling = [.. Enumerable.Repeat<MemberRow[]>([], RowSpill.Parts)];
    private readonly int[] _filled = new int[RowSpill.Parts];
    private readonly List<RowBlock>[] _blocks = [.. Enumerable.Range(0, RowSpill.Parts).Select(_ => new List<RowBlock>())];

    public long Count { get; private set; }

    public void Add(in MemberRow row)
    {
        var part = (int)(row.Tag.Key.Value >> (64 - RowSpill.PartBits));
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
    public IEnumerable<RowBlock> BlocksOf(int part) => [.. _blocks[part], new RowBlock(_filling[part], 0, _filled[part])];

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
            _filling[part] = new MemberRow[BlockRows];
        }

        return 0;
    }
}
