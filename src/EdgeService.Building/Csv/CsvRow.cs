namespace EdgeService.Building.Csv;

/// <summary>The fields of one line. A field may stand in double quotes, with quotes inside doubled; a line break inside quotes is not known.</summary>
internal ref struct CsvRow(ReadOnlySpan<byte> line)
{
    private ReadOnlySpan<byte> _rest = line;
    private bool _ended;

    /// <summary>Whether a quote was left open or followed by something other than a comma.</summary>
    public bool BadQuotes { get; private set; }

    public bool TryNext(out ReadOnlySpan<byte> field)
    {
        if (_ended)
        {
            field = default;
            return false;
        }

        if (_rest.StartsWith("\""u8))
        {
            field = TakeQuoted();
            return true;
        }

        var comma = _rest.IndexOf((byte)',');
        _ended = comma < 0;
        field = _ended ? _rest : _rest[..comma];
        _rest = _ended ? default : _rest[(comma + 1)..];
        return true;
    }

    /// <summary>How many fields were not asked for.</summary>
    public int CountRest()
    {
        var count = 0;
        while (TryNext(out _))
        {
            count++;
        }

        return count;
    }

    private ReadOnlySpan<byte> TakeQuoted()
    {
        var text = new List<byte>();
        var position = 1;
        while (position < _rest.Length)
        {
            var isQuote = _rest[position] == '"';
            if (isQuote && (position + 1 == _rest.Length || _rest[position + 1] != '"'))
            {
                EndQuoted(position + 1);
                return text.ToArray();
            }

            text.Add(_rest[position]);
            position += isQuote ? 2 : 1;
        }

        BadQuotes = true;
        _ended = true;
        return default;
    }

    private void EndQuoted(int position)
    {
        _ended = position == _rest.Length;
        BadQuotes |= !_ended && _rest[position] != ',';
        _rest = _ended ? default : _rest[(position + 1)..];
    }
}
