using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;

namespace EdgeService.Doors;

/// <summary>
/// The last words of a connection that the service ends: GOAWAY with the code ENHANCE_YOUR_CALM and a sentence for who reads logs. By HTTP/1.1, a status.
/// </summary>
public static class Farewell
{
    private const byte GoAway = 7;
    private const int EnhanceYourCalm = 0xb;
    private const int HeadBytes = 9;
    private static readonly byte[] NoSettings = [0, 0, 0, 4, 0, 0, 0, 0, 0];

    /// <summary>To a client that was not served at all: its preface is answered, as every client may expect.</summary>
    public static ValueTask<FlushResult> GreetAndSayAsync(IDuplexPipe transport, string why)
    {
        if (transport.Input.TryRead(out var sent))
            transport.Input.AdvanceTo(sent.Buffer.End);
        transport.Output.Write(NoSettings);
        return SayAsync(transport.Output, 0, why);
    }

    /// <summary>To a client that was served up to a stream.</summary>
    public static ValueTask<FlushResult> SayAsync(PipeWriter output, int lastStream, string why)
    {
        var frame = new byte[HeadBytes + 8 + Encoding.ASCII.GetByteCount(why)];
        BinaryPrimitives.WriteInt32BigEndian(frame, (frame.Length - HeadBytes) << 8 | GoAway);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(HeadBytes), lastStream);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(HeadBytes + 4), EnhanceYourCalm);
        Encoding.ASCII.GetBytes(why, frame.AsSpan(HeadBytes + 8));
        output.Write(frame);
        return output.FlushAsync();
    }

    /// <summary>To a client that speaks HTTP/1.1 and was not served at all.</summary>
    public static ValueTask<FlushResult> SayByHttp1Async(PipeWriter output, string why)
    {
        output.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nConnection: close\r\nContent-Length: {why.Length}\r\n\r\n{why}"));
        return output.FlushAsync();
    }

    private static void Write(this PipeWriter output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }
}
