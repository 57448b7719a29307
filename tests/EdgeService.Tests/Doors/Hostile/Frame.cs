using System.Buffers.Binary;
using System.Text;

namespace EdgeService.Tests.Doors.Hostile;

/// <summary>Frames as HTTP/2 writes them (RFC 9113), well formed or not.</summary>
public static class Frame
{
    public const byte Data = 0;
    public const byte Headers = 1;
    public const byte Priority = 2;
    public const byte ResetStream = 3;
    public const byte Settings = 4;
    public const byte Ping = 6;
    public const byte GoAway = 7;
    public const byte WindowUpdate = 8;
    public const byte Continuation = 9;

    public const byte Acknowledges = 0x1;
    public const byte EndStream = 0x1;
    public const byte EndHeaders = 0x4;

    public const int HeadBytes = 9;

    public static byte[] Preface { get; } = [.. Encoding.ASCII.GetBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")];

    public static byte[] Of(byte type, byte flags, int stream, params ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeadBytes + payload.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame, payload.Length << 8 | type);
        frame[4] = flags;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame.AsSpan(HeadBytes));
        return frame;
    }

    /// <summary>A setting's number and value.</summary>
    public static byte[] Setting(short setting, int value)
    {
        var payload = new byte[6];
        BinaryPrimitives.WriteInt16BigEndian(payload, setting);
        BinaryPrimitives.WriteInt32BigEndian(payload.AsSpan(2), value);
        return Of(Settings, 0, 0, payload);
    }

    public static byte[] Window(int stream, int increment) => Of(WindowUpdate, 0, stream, Four(increment));

    /// <summary>CANCEL.</summary>
    public static byte[] Reset(int stream) => Of(ResetStream, 0, stream, Four(8));

    private static byte[] Four(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }
}
