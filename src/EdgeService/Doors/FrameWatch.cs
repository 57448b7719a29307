using System.Buffers.Binary;
using EdgeService.Identity;

namespace EdgeService.Doors;

/// <summary>
/// Walks over what a client sends, frame by frame, wherever the pieces are cut, and loses patience with one whose frames are not calls: pings,
/// settings, resets, headers that never become a call, data without substance. Each costs; calls that are let in, and time, bring patience back.
/// Kestrel answers each such frame by itself and keeps no account of most of them. One reader, no locks; it copies nothing.
/// </summary>
/// <param name="identity">The connection's, which counts the calls that were let in.</param>
/// <param name="clock">What patience comes back by.</param>
/// <param name="countsFrames">Whether there are frames to go over. In HTTP/1.1 there are none, and only requests that were turned away cost.</param>
public sealed class FrameWatch(ConnectionIdentity identity, TimeProvider clock, bool countsFrames = true)
{
    /// <summary>Patience at first, and at most.</summary>
    public const int Most = 2000;

    /// <summary>Patience that a second brings back.</summary>
    public const int ASecond = 200;

    private const int PrefaceBytes = 24;
    private const int HeadBytes = 9;
    private const int IncrementBytes = 4;

    private readonly byte[] _head = new byte[HeadBytes + IncrementBytes];
    private int _skip = PrefaceBytes;
    private int _have;
    private int _patience = Most;
    private int _refused;
    private int _callsBefore;
    private long _broughtBack = clock.GetTimestamp();

    /// <summary>Whether patience is at an end; it stays so.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The last stream that the client has opened.</summary>
    public int LastStream { get; private set; }

    /// <summary>A call was turned away for its caller's limits. May come from any thread.</summary>
    public void Refused() => Interlocked.Add(ref _refused, FrameCost.Refused);

    /// <summary>Goes over the next bytes. Returns whether to go on with this client.</summary>
    public bool Goes(ReadOnlySpan<byte> bytes)
    {
        if (!countsFrames)
            Pay(0);
        while (countsFrames && bytes.Length > 0 && !IsOver)
            bytes = _skip > 0 ? Skip(bytes) : _have == 0 && IsWhole(bytes) ? Weigh(bytes) : Gather(bytes);
        return !IsOver;
    }

    private ReadOnlySpan<byte> Skip(ReadOnlySpan<byte> bytes)
    {
        var skipped = Math.Min(_skip, bytes.Length);
        _skip -= skipped;
        return bytes[skipped..];
    }

    /// <summary>Whether all that is looked at of a frame is in here.</summary>
    private static bool IsWhole(ReadOnlySpan<byte> head) => head.Length >= HeadBytes && head.Length >= Looked(head);

    /// <summary>The head; and of a window update the increment, as far as it is there.</summary>
    private static int Looked(ReadOnlySpan<byte> head) =>
        head[3] == FrameCost.WindowUpdate ? HeadBytes + Math.Min(LengthOf(head), IncrementBytes) : HeadBytes;

    private static int LengthOf(ReadOnlySpan<byte> head) => (head[0] << 16) | (head[1] << 8) | head[2];

    private ReadOnlySpan<byte> Gather(ReadOnlySpan<byte> bytes)
    {
        var wanted = _have < HeadBytes ? HeadBytes : Looked(_head);
        var taken = Math.Min(wanted - _have, bytes.Length);
        bytes[..taken].CopyTo(_head.AsSpan(_have));
        _have += taken;
        if (_have >= HeadBytes && IsWhole(_head.AsSpan(0, _have)))
        {
            Weigh(_head.AsSpan(0, _have));
            _skip -= _have;
            _have = 0;
        }

        return bytes[taken..];
    }

    /// <summary>Weighs a frame; what remains of it is skipped.</summary>
    private ReadOnlySpan<byte> Weigh(ReadOnlySpan<byte> frame)
    {
        var length = LengthOf(frame);
        var type = frame[3];
        if (type == FrameCost.Headers)
            LastStream = BinaryPrimitives.ReadInt32BigEndian(frame[5..]) & int.MaxValue;
        Pay(FrameCost.Of(type, frame[4], length, type == FrameCost.WindowUpdate && length >= IncrementBytes ? frame[HeadBytes..] : default));
        _skip = HeadBytes + length;
        return frame;
    }

    private void Pay(int cost)
    {
        if (Volatile.Read(ref _refused) != 0)
            _patience -= Interlocked.Exchange(ref _refused, 0);
        _patience -= cost;
        if (_patience < 0)
            BringBack();
    }

    private void BringBack()
    {
        var (now, calls) = (clock.GetTimestamp(), identity.CallsLetIn);
        var more = ASecond * clock.GetElapsedTime(_broughtBack, now).TotalSeconds + FrameCost.OfCall * (double)(uint)(calls - _callsBefore);
        _patience = (int)Math.Floor(Math.Min(Most, _patience + more)); // Rounded toward zero, frames of one point each would cost nothing.
        (_broughtBack, _callsBefore) = (now, calls);
        IsOver = _patience < 0;
    }
}
