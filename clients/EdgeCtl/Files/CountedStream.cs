namespace EdgeCtl.Files;

/// <summary>Counts what is written through it, so that somebody waiting can be told how far it is.</summary>
/// <param name="inner">Where the bytes go.</param>
/// <param name="count">What a piece of them counts for.</param>
/// <param name="counted">Told the sum after every piece.</param>
internal sealed class CountedStream(Stream inner, Func<ReadOnlySpan<byte>, long> count, Action<long> counted) : Stream
{
    private long _sum;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Counts lines.</summary>
    public static long Lines(ReadOnlySpan<byte> piece) => piece.Count((byte)'\n');

    /// <summary>Counts bytes.</summary>
    public static long Bytes(ReadOnlySpan<byte> piece) => piece.Length;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        _sum += count(buffer);
        counted(_sum);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
