using System.Buffers.Binary;

namespace EdgeService.Doors;

/// <summary>
/// How much patience a frame costs (RFC 9113, section 6). A call that is let in gives back more than it needs: its headers, a reset, the
/// window updates of its answer. So those who mostly call never run out.
/// </summary>
public static class FrameCost
{
    public const byte Headers = 1;
    public const byte WindowUpdate = 8;

    /// <summary>What a call gives back that was let in.</summary>
    public const int OfCall = 10;

    /// <summary>What a call costs that was turned away, beside its headers.</summary>
    public const int Refused = 1;

    private const byte Data = 0;
    private const byte ResetStream = 3;
    private const byte Settings = 4;
    private const byte Ping = 6;
    private const byte Continuation = 9;
    private const byte EndStream = 0x1;
    private const int SubstantialData = 16;
    private const int SubstantialWindow = 1024;

    public static int Of(byte type, byte flags, int length, ReadOnlySpan<byte> increment) => type switch
    {
        Data => length < SubstantialData && (flags & EndStream) == 0 ? 1 : 0,
        Headers => 1,
        ResetStream => 5,
        Settings => 5,
        Ping => 2,
        WindowUpdate => increment.Length >= sizeof(int) && BinaryPrimitives.ReadInt32BigEndian(increment) >= SubstantialWindow ? 0 : 1,
        Continuation => 5,
        _ => 1,
    };
}
