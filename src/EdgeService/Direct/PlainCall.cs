using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using EdgeService.Doors;

namespace EdgeService.Direct;

/// <summary>A unary call with nothing odd about it, as it stands in HTTP/2 (gRPC over HTTP/2, PROTOCOL-HTTP2.md).</summary>
internal static class PlainCall
{
    public const string ContentType = "application/grpc";

    public const int PrefixBytes = RequestMessage.PrefixBytes;

    /// <summary>Larger messages are the framework's.</summary>
    public const int MostBytes = 512;

    /// <summary>A call with less time than this is the framework's, which watches the clock.</summary>
    private static readonly TimeSpan TimeEnough = TimeSpan.FromMilliseconds(10);

    public static bool IsPlain(HttpRequest request) =>
        request.Protocol == "HTTP/2"
        && request.Method == HttpMethods.Post
        && request.ContentType == ContentType
        && request.Headers.GrpcEncoding.Count == 0
        && (request.Headers.GrpcTimeout.Count == 0 || Deadline.TryRead(request.Headers.GrpcTimeout, out var left) && left >= TimeEnough);

    /// <summary>All of the body, prefix included, where it is here and is one message that is not compressed. If not, nothing of it is taken.</summary>
    public static bool TryReadMessage(PipeReader body, out ReadOnlySequence<byte> arrived)
    {
        arrived = default;
        if (!body.TryRead(out var read))
            return false;
        arrived = read.Buffer;
        if (read.IsCompleted && IsOneMessage(arrived))
            return true;
        body.AdvanceTo(arrived.Start);
        return false;
    }

    public static void WritePrefix(Span<byte> frame, int size)
    {
        frame[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(frame[1..], size);
    }

    private static bool IsOneMessage(in ReadOnlySequence<byte> body) =>
        body.Length <= PrefixBytes + MostBytes && RequestMessage.TryReadPrefix(body, out var flag, out var length) && flag == 0 && length == body.Length - PrefixBytes;
}
