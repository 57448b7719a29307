using System.Runtime.CompilerServices;

namespace EdgeService.Core.Snapshots;

/// <summary>
/// Which chunks of a file are known to be what was signed: one bit each, set at a chunk's first use and never cleared. Any number of threads may
/// ask; two that meet at one chunk may both hash it, and both find the same.
/// </summary>
public sealed unsafe class VerifiedChunks
{
    private const int ChunkShift = 16;

    private readonly byte* _data;
    private readonly SnapshotFooter _footer;
    private readonly ulong[] _bits;
    private long _verified;
    private bool _whole;

    private VerifiedChunks(byte* data, SnapshotFooter footer)
    {
        _data = data;
        _footer = footer;
        _bits = new ulong[(footer.ChunkCount + 63) / 64];
    }

    public long Count => _footer.ChunkCount;

    /// <summary>Chunks verified so far, 0 to <see cref="Count"/>.</summary>
    public long Verified => Volatile.Read(ref _verified);

    /// <summary>Share verified so far, 0 to 1.</summary>
    public double Share => Count == 0 ? 1 : (double)Verified / Count;

    public bool AllVerified => Verified == Count;

    /// <summary>None verified yet. The footer, and the table of hashes with it, must have passed <see cref="SnapshotSeal.VerifyFooter"/>.</summary>
    public static VerifiedChunks None(byte* data, SnapshotFooter footer) => new(data, footer);

    /// <summary>For a file whose every byte was verified before, or is only to be looked at.</summary>
    public static VerifiedChunks All(byte* data, SnapshotFooter footer)
    {
        var chunks = new VerifiedChunks(data, footer) { _verified = footer.ChunkCount, _whole = true };
        chunks._bits.AsSpan().Fill(ulong.MaxValue);
        return chunks;
    }

    /// <summary>Returns when the bytes are known to be what was signed: at once, when they were asked for before.</summary>
    /// <param name="offset">From the start of the file; with <paramref name="length"/> within the data that the chunks cover.</param>
    /// <param name="length">Bytes, from 0.</param>
    /// <exception cref="SnapshotDamagedException">They are not. Nothing must be answered from the file.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Require(long offset, long length)
    {
        if (Volatile.Read(ref _whole))
        {
            return;
        }

        var last = (offset + length - 1) >> ChunkShift;
        for (var chunk = offset >> ChunkShift; chunk <= last; chunk++)
        {
            if (!IsVerified(chunk))
            {
                Verify(chunk);
            }
        }
    }

    /// <summary>Verifies one chunk, unless that was done before.</summary>
    /// <param name="chunk">0 to <see cref="Count"/>, exclusive.</param>
    /// <exception cref="SnapshotDamagedException">The chunk is not what was signed.</exception>
    public void RequireChunk(long chunk)
    {
        if (!IsVerified(chunk))
        {
            Verify(chunk);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool IsVerified(long chunk) => ((Volatile.Read(ref _bits[chunk >> 6]) >> (int)(chunk & 63)) & 1) != 0;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Verify(long chunk)
    {
        if (!SnapshotSeal.ChunkMatches(_data, _footer, chunk))
        {
            throw new SnapshotDamagedException(chunk, Count);
        }

        var bit = 1UL << (int)(chunk & 63);
        if ((Interlocked.Or(ref _bits[chunk >> 6], bit) & bit) == 0 && Interlocked.Increment(ref _verified) == Count)
        {
            _whole = true;
        }
    }
}
