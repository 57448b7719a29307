using System.Buffers.Binary;
using System.Text;

namespace EdgeService.Doors.Web;

/// <summary>The last frame of an answer in gRPC-Web: trailers as text, for browsers show those of HTTP to nobody.</summary>
public static class TrailerFrame
{
    /// <summary>The bit of a frame's first byte that says it holds trailers.</summary>
    public const byte Flag = 0x80;

    private const int PrefixBytes = 5;

    /// <summary>A flag byte, the length in four bytes, then a line for each trailer: name in small letters, colon, value, CR LF.</summary>
    public static byte[] Of(IHeaderDictionary trailers)
    {
        var lines = new StringBuilder();
        foreach (var (name, values) in trailers)
        {
            foreach (var value in values)
                lines.Append(name.ToLowerInvariant()).Append(':').Append(value).Append("\r\n");
        }

        var frame = new byte[PrefixBytes + Encoding.ASCII.GetByteCount(lines.ToString())];
        frame[0] = Flag;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - PrefixBytes);
        Encoding.ASCII.GetBytes(lines.ToString(), frame.AsSpan(PrefixBytes));
        return frame;
    }
}
