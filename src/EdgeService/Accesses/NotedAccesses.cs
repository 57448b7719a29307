using EdgeService.Core.Members;

namespace EdgeService.Accesses;

/// <summary>
/// Accesses that wait for the writer: bytes in two buffers that change places, so that noting one makes nothing that the collector must carry. Any
/// number of threads may note, one takes.
/// </summary>
/// <param name="most">How many may wait.</param>
internal sealed class NotedAccesses(int most)
{
    private const int FirstBytes = 1 << 16;

    private readonly Lock _noting = new();
    private byte[] _noted = new byte[FirstBytes];
    private byte[] _taken = new byte[FirstBytes];
    private int _bytes;
    private int _count;
    private bool _closed;

    /// <summary>Notes one. Returns which it is since the last were taken, from 1; 0 if there is no room for it.</summary>
    /// <param name="member">Whom it is about.</param>
    /// <param name="at">When, in milliseconds since 1970; less than 0 for one that is not to be kept and yet takes as long.</param>
    /// <param name="decisionId">The sealed decision id.</param>
    public int Note(MemberKey member, long at, ReadOnlySpan<byte> decisionId)
    {
        var length = AccessRecord.HeadBytes + decisionId.Length;
        lock (_noting)
        {
            if (_closed || _count == most)
                return 0;
            if (_noted.Length - _bytes < length)
                Array.Resize(ref _noted, Math.Max(_noted.Length * 2, _bytes + length));
            AccessRecord.Write(_noted.AsSpan(_bytes, length), member, at, decisionId);
            _bytes += length;
            return ++_count;
        }
    }

    /// <summary>Those noted so far that are to be kept. Valid until the next are taken.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        int bytes;
        lock (_noting)
        {
            (_noted, _taken) = (_taken, _noted);
            (bytes, _bytes, _count) = (_bytes, 0, 0);
        }

        return _taken.AsMemory(0, AccessRecord.Keep(_taken.AsSpan(0, bytes), (in record) => record.At > 0));
    }

    /// <summary>Takes none any more.</summary>
    public void Close()
    {
        lock (_noting)
        {
            _closed = true;
        }
    }
}
