namespace EdgeService.Building.Csv;

/// <summary>
/// The lines of a file as bytes in one buffer that is used over and over: a line is valid until the next one is asked for.
/// Line ends are LF or CRLF; a byte-order mark at the start is passed over.
/// </summary>
internal sealed class CsvLines(Stream stream)
{
    private const int LongestLine = 16 << 20;

    private byte[] _buffer = new byte[1 << 20];
    private int _start;
    private int _end;
    private bool _drained;

    /// <summary>Number of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <exception cref="InvalidDataException">A line is longer than 16 MiB.</exception>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        var scanned = 0;
        while (true)
        {
            var newline = _buffer.AsSpan(_start + scanned, _end - _start - scanned).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                line = Take(scanned + newline, 1);
                return true;
            }

            scanned = _end - _start;
            if (!_drained)
            {
                Fill();
                continue;
            }

            line = Take(scanned, 0);
            return scanned > 0;
        }
    }

    private ReadOnlySpan<byte> Take(int length, int terminator)
    {
        var line = _buffer.AsSpan(_start, length);
        _start += length + terminator;
        Number++;
        if (Number == 1 && line.StartsWith("\uFEFF"u8))
        {
            line = line[3..];
        }

        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }

    private void Fill()
    {
        var kept = _end - _start;
        if (kept == _buffer.Length)
        {
            GrowTo(2 * _buffer.Length);
        }

        Buffer.BlockCopy(_buffer, _start, _buffer, 0, kept);
        (_start, _end) = (0, kept);
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _drained = read == 0;
    }

    private void GrowTo(int size)
    {
        if (size > LongestLine)
        {
            throw new InvalidDataException($"Line {Number + 1} is longer than {LongestLine >> 20} MiB.");
        }

        Array.Resize(ref _buffer, size);
    }
}
