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

    /// <summary>The messages of a body, each without its frame.</summary>
    /// <exception cref="InvalidDataException">The body ends within a message.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> body)
    {
        while (!body.IsEmpty)
        {
            var end = body.Length < HeaderSize ? int.MaxValue : HeaderSize + BinaryPrimitives.ReadInt32BigEndian(body.Span[1..]);
            if (end > body.Length)
                throw new InvalidDataException("A body ended within a message.");
            yield return body[HeaderSize..end];
            body = body[end..];
        }
    }
}
