namespace EdgeService.Building.Journals;

/// <summary>Reads a journal from front to back, one frame in memory at a time, changing nothing.</summary>
public sealed class JournalReading
{
    private const int SectorBytes = 512;

    private readonly Stream _file;
    private readonly string _path;
    private long _offset = JournalHeader.Bytes;
    private long _ordinal = 1;
    private byte[] _buffer = new byte[1 << 16];

    private JournalReading(Stream file, string path) => (_file, _path) = (file, path);

    /// <summary>Hands every whole record to <paramref name="replay"/>, valid during that call only, and says where they end.</summary>
    /// <exception cref="JournalDamagedException">Something acknowledged cannot be read. The records before it have been replayed.</exception>
    public static JournalEnd Read(string path, Action<ReadOnlyMemory<byte>> replay)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1 << 16);
        return Read(file, path, replay);
    }

    /// <summary>The same over an open file, from its beginning; <paramref name="path"/> is for messages.</summary>
    /// <exception cref="JournalDamagedException">Something acknowledged cannot be read.</exception>
    public static JournalEnd Read(Stream file, string path, Action<ReadOnlyMemory<byte>> replay) => new JournalReading(file, path).Run(replay);

    private JournalEnd Run(Action<ReadOnlyMemory<byte>> replay)
    {
        _file.Position = 0;
        var header = Take(JournalHeader.Bytes);
        if (JournalHeader.IsUnborn(header.Span) && _file.Length <= JournalHeader.Bytes)
            return new(0, 1, header.Length);
        if (JournalHeader.FaultOf(header.Span) is { } fault)
            throw new JournalDamagedException(_path, 0, fault);
        while (TryReadFrame(replay))
        {
            // The next one.
        }

        return new(_offset, _ordinal, _file.Length - _offset);
    }

    /// <summary>False at the end, be it clean or torn.</summary>
    private bool TryReadFrame(Action<ReadOnlyMemory<byte>> replay)
    {
        var left = _file.Length - _offset;
        if (left < JournalFrame.HeaderBytes)
            return false;
        if (!JournalFrame.TryReadHeader(Take(JournalFrame.HeaderBytes).Span, out var frame))
            return RefuseUnlessTorn(left, "a frame's header is wrong.");
        if (frame.Ordinal != _ordinal)
            throw Damaged($"frame {frame.Ordinal} stands where {_ordinal} belongs.");
        if (frame.TotalBytes > left)
            return false;
        _file.Position = _offset;
        var bytes = Take(frame.TotalBytes);
        if (!frame.IsWhole(bytes.Span))
            return RefuseUnlessTorn(left, "a frame's checksum is wrong.", isLast: frame.TotalBytes == left);
        if (!frame.TryReplay(bytes, replay))
            throw Damaged("the records do not fill their frame.");
        (_offset, _ordinal) = (_offset + frame.TotalBytes, _ordinal + 1);
        return true;
    }

    private bool RefuseUnlessTorn(long left, string detail, bool isLast = true)
    {
        const int MaxFrameBytes = JournalFrame.HeaderBytes + JournalFrame.MaxPayloadBytes + JournalFrame.TrailerBytes;
        if (!isLast || left > MaxFrameBytes)
            throw Damaged(detail);
        _file.Position = _offset;
        var rest = Take((int)left).Span;
        return HasUnwrittenSector(rest) && !HoldsLaterFrame(rest) ? false : throw Damaged(detail);
    }

    /// <summary>Whether a sector, as far as it lies in these bytes, is still all zeros: it never reached the disk.</summary>
    private bool HasUnwrittenSector(ReadOnlySpan<byte> rest)
    {
        var length = SectorBytes - (int)(_offset % SectorBytes);
        while (!rest.IsEmpty)
        {
            var sector = rest[..Math.Min(length, rest.Length)];
            if (!sector.ContainsAnyExcept((byte)0))
                return true;
            rest = rest[sector.Length..];
            length = SectorBytes;
        }

        return false;
    }

    /// <summary>Whether a whole frame follows: it was begun only after everything before it had been acknowledged.</summary>
    private bool HoldsLaterFrame(ReadOnlySpan<byte> rest)
    {
        for (var at = 1; rest[at..].IndexOf(JournalFrame.Magic) is var next and >= 0; at += next + 1)
        {
            var bytes = rest[(at + next)..];
            if (JournalFrame.TryReadHeader(bytes, out var frame) && frame.Ordinal > _ordinal && frame.TotalBytes <= bytes.Length
                && frame.IsWhole(bytes[..frame.TotalBytes]))
                return true;
        }

        return false;
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (_buffer.Length < count)
            _buffer = new byte[Math.Max(count, _buffer.Length * 2)];
        return _buffer.AsMemory(0, _file.ReadAtLeast(_buffer.AsSpan(0, count), count, throwOnEndOfStream: false));
    }

    private JournalDamagedException Damaged(string detail) => new(_path, _offset, detail);
}
