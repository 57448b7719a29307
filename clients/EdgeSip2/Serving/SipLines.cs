using System.Text;

namespace EdgeSip2.Serving;

/// <summary>Lines of a connection: each ends with a carriage return, with or without a line feed. Characters are bytes.</summary>
internal sealed class SipLines(Stream stream)
{
    /// <summary>No message of SIP2 is nearly as long; a peer that sends more is no kiosk.</summary>
    private const int Longest = 8192;

    private readonly byte[] _buffer = new byte[4096];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _end;

    /// <summary>The next line that is not empty; null when the other side has hung up.</summary>
    /// <exception cref="InvalidDataException">It is longer than any message.</exception>
    public async Task<string?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            if (TakeLine() is { } line)
                return line;
            _end = await stream.ReadAsync(_buffer, cancellation);
            _at = 0;
            if (_end == 0)
                return null;
        }
    }

    public Task WriteAsync(string line, CancellationToken cancellation) =>
        stream.WriteAsync(Encoding.Latin1.GetBytes(line + "\r"), cancellation).AsTask();

    private string? TakeLine()
    {
        while (_at < _end)
        {
            var character = (char)_buffer[_at++];
            if (character is not ('\r' or '\n'))
                Append(character);
            else if (_line.Length > 0)
                return Taken();
        }

        return null;
    }

    private void Append(char character)
    {
        if (_line.Length >= Longest)
            throw new InvalidDataException($"A line of more than {Longest} bytes.");
        _line.Append(character);
    }

    private string Taken()
    {
        var line = _line.ToString();
        _line.Clear();
        return line;
    }
}
