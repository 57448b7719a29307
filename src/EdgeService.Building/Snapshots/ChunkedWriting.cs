using System.Buffers;
using System.Security.Cryptography;
using EdgeService.Core.Snapshots;

namespace EdgeService.Building.Snapshots;

/// <summary>Writes bytes in whole chunks and keeps the SHA-256 of every chunk that goes out.</summary>
internal sealed class ChunkedWriting(Stream stream)
{
    private readonly byte[] _chunk = new byte[SnapshotFormat.ChunkBytes];
    private readonly ArrayBufferWriter<byte> _hashes = new();
    private long _written;
    private int _filled;

    public long Position => _written + _filled;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (_filled == 0 && bytes.Length >= SnapshotFormat.ChunkBytes)
            {
                Send(bytes[..SnapshotFormat.ChunkBytes]);
                bytes = bytes[SnapshotFormat.ChunkBytes..];
                continue;
            }

            var count = Math.Min(bytes.Length, _chunk.Length - _filled);
            bytes[..count].CopyTo(_chunk.AsSpan(_filled));
            bytes = bytes[count..];
            _filled += count;
            if (_filled == _chunk.Length)
            {
                SendFilled();
            }
        }
    }

    /// <summary>Zeros up to where a section may begin; returns that place.</summary>
    public long Align()
    {
        var over = (int)(Position % SnapshotFormat.SectionAlignment);
        if (over > 0)
        {
            Span<byte> zeros = stackalloc byte[SnapshotFormat.SectionAlignment];
            zeros.Clear();
            Write(zeros[over..]);
        }

        return Position;
    }

    /// <summary>Sends the last chunk and after it the table of hashes, which is returned.</summary>
    public byte[] Finish()
    {
        if (_filled > 0)
        {
            SendFilled();
        }

        var table = _hashes.WrittenSpan.ToArray();
        stream.Write(table);
        return table;
    }

    private void SendFilled()
    {
        var chunk = _chunk.AsSpan(0, _filled);
        _filled = 0;
        Send(chunk);
    }

    private void Send(ReadOnlySpan<byte> chunk)
    {
        Span<byte> hash = stackalloc byte[SnapshotFormat.HashBytes];
        SHA256.HashData(chunk, hash);
        _hashes.Write(hash);
        stream.Write(chunk);
        _written += chunk.Length;
    }
}
