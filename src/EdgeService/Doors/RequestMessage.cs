using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;

namespace EdgeService.Doors;

/// <summary>
/// Looks whether the one message of a unary call is already here. A method that then answers from memory cannot overrun its
/// deadline and is spared the timer; one whose message dribbles in can, and is not.
/// </summary>
public static class RequestMessage
{
    private const int PrefixBytes = 5;

    /// <summary>False also of a call that was reset before it came here: whoever reads on is told so.</summary>
    public static bool HasArrived(PipeReader body)
    {
        try
        {
            if (!body.TryRead(out var read))
                return false;
            var arrived = IsWhole(read.Buffer);
            body.AdvanceTo(read.Buffer.Start);
            return arrived;
        }
        catch (Exception broken) when (broken is IOException or OperationCanceledException)
        {
            return false; // The method's own reading runs into it, and there it is answered.
        }
    }

    /// <summary>A flag byte, the length in four bytes, the message (gRPC over HTTP/2).</summary>
    public static bool IsWhole(in ReadOnlySequence<byte> body)
    {
        if (body.Length < PrefixBytes)
            return false;
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        body.Slice(0, PrefixBytes).CopyTo(prefix);
        return body.Length - PrefixBytes >= BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]);
    }
}
