using System.Buffers;
using System.Buffers.Text;
using EdgeService.Faults;

namespace EdgeService.Doors.Web;

/// <summary>
/// Reads a body that was sent in Base64: one piece or several, each padded by itself. What is no Base64 ends it with
/// <see cref="UnreadableBodyException"/>.
/// </summary>
/// <param name="sent">The body as it was sent.</param>
public sealed class Base64Stream(Stream sent) : Stream
{
    private const int Quad = 4;
    private const int Triple = 3;
    private const int Piece = 4096;

    private readonly byte[] _quads = new byte[Piece];
    private int _have;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length < Triple)
            throw new ArgumentException("There is not even room for three bytes.", nameof(buffer));
        while (_have < Quad)
        {
            var read = await sent.ReadAsync(_quads.AsMemory(_have), cancellationToken);
            if (read == 0)
                return _have == 0 ? 0 : throw new UnreadableBodyException("The body ends within four characters of Base64.");
            _have += read;
        }

        return Decode(buffer.Span);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    /// <summary>Decodes what is there in whole fours and fits, up to the end of one padded piece at most.</summary>
    private int Decode(Span<byte> room)
    {
        var whole = Math.Min(_have / Quad, room.Length / Triple) * Quad;
        var padding = _quads.AsSpan(0, whole).IndexOf((byte)'=');
        if (padding >= 0)
            whole = (padding / Quad + 1) * Quad;
        if (Base64.DecodeFromUtf8(_quads.AsSpan(0, whole), room, out var taken, out var written) != OperationStatus.Done || taken != whole)
            throw new UnreadableBodyException("The body is no Base64.");
        _quads.AsSpan(whole, _have - whole).CopyTo(_quads);
        _have -= whole;
        return written;
    }
}
