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
    /// <summary>A flag byte and the length of the message in four bytes (gRPC over HTTP/2).</summary>
    public const int PrefixBytes = 5;

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

    /// <summary>Whether the prefix and as many bytes as it says, or more, are there.</summary>
    public static bool IsWhole(in ReadOnlySequence<byte> body) => TryReadPrefix(body, out _, out var length) && body.Length - PrefixBytes >= length;

    /// <summary>The flag, 0 for a message that is not compressed, and the length of the message after it. False while they are not there.</summary>
    public static bool TryReadPrefix(in ReadOnlySequence<byte> body, out byte flag, out uint length)
    {
        (flag, length) = (0, 0);
        if (body.Length < PrefixBytes)
            return false;
        Span<byte> prefix = stackalloc byte[PrefixBytes];
        body.Slice(0, PrefixBytes).CopyTo(prefix);
        (flag, length) = (prefix[0], BinaryPrimitives.ReadUInt32BigEndian(prefix[1..]));
        return true;
    }
}
