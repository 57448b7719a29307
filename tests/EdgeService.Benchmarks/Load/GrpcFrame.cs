using System.Buffers.Binary;
using Google.Protobuf;

namespace EdgeService.Benchmarks.Load;

/// <summary>One gRPC message as it stands in a body: a zero byte, four bytes of length, the message.</summary>
internal static class GrpcFrame
{
    public const int HeaderSize = 5;

    public static byte[] Of(IMessage message)
    {
        var frame = new byte[HeaderSize + message.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - HeaderSize);
        message.WriteTo(frame.AsSpan(HeaderSize));
        return frame;
    }
}
