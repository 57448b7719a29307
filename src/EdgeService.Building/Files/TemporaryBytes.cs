namespace EdgeService.Building.Files;

/// <summary>
/// Bytes gathered from front to back and given out once more: in memory while they are few, in a nameless file when they become many.
/// </summary>
/// <param name="folder">Where the file is made, if one is needed.</param>
internal sealed class TemporaryBytes(string folder) : IDisposable
{
    private const int BufferBytes = 4 << 20;
    private const int FirstBytes = 4 << 10;

    private byte[] _buffer = new byte[FirstBytes];
    private int _filled;
    private NamelessFile? _file;

    public delegate void Taking(ReadOnlySpan<byte> bytes);

    public long Length => (_file?.Length ?? 0) + _filled;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _filled < bytes.Length)
        {
            MakeRoom(bytes.Length);
        }

        bytes.CopyTo(_buffer.AsSpan(_filled));
        _filled += bytes.Length;
    }

    /// <summary>Hands all bytes on in their order, piece by piece.</summary>
    public void CopyTo(Taking take)
    {
        var piece = new byte[_file is null ? 0 : BufferBytes];
        for (long at = 0; at < (_file?.Length ?? 0); at += piece.Length)
        {
            var bytes = piece.AsSpan(0, (int)Math.Min(piece.Length, _file!.Length - at));
            _file.Read(at, bytes);
            take(bytes);
        }

        take(_buffer.AsSpan(0, _filled));
    }

    public void Dispose() => _file?.Dispose();

    private void MakeRoom(int wanted)
    {
        if (_buffer.Length < BufferBytes)
        {
            Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _filled + wanted));
            return;
        }

        _file ??= new NamelessFile(folder);
        _file.Append(_buffer.AsSpan(0, _filled));
        _filled = 0;
        if (_buffer.Length < wanted)
        {
            _buffer = new byte[wanted];
        }
    }
}
