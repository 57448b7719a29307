using System.Text;

namespace EdgeService.Tests.Doors.Hostile;

/// <summary>Headers as HPACK writes them (RFC 7541) in its plainest form: each name and value spelled out, nothing remembered unless asked.</summary>
public sealed class HeaderBlock
{
    private readonly List<byte> _bytes = [];

    /// <summary>The headers of a call of a method, whole.</summary>
    public static HeaderBlock OfCall(string path) => new HeaderBlock().Add(":method", "POST").Add(":scheme", "https").Add(":path", path)
        .Add(":authority", "localhost").Add("content-type", "application/grpc").Add("te", "trailers");

    public HeaderBlock Add(string name, string value)
    {
        _bytes.Add(0);
        return Text(name).Text(value);
    }

    /// <summary>A header that the server is asked to remember as the latest of its table.</summary>
    public HeaderBlock Remember(string name, string value)
    {
        _bytes.Add(0x40);
        return Text(name).Text(value);
    }

    /// <summary>The header remembered last, so many times over.</summary>
    public HeaderBlock Repeat(int times)
    {
        _bytes.AddRange(Enumerable.Repeat((byte)(0x80 | 62), times));
        return this;
    }

    public byte[] ToArray() => [.. _bytes];

    private HeaderBlock Text(string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        Length(bytes.Length);
        _bytes.AddRange(bytes);
        return this;
    }

    /// <summary>An integer of seven bits and as many bytes after them as it takes.</summary>
    private void Length(int length)
    {
        if (length < 127)
        {
            _bytes.Add((byte)length);
            return;
        }

        _bytes.Add(127);
        for (length -= 127; length >= 128; length >>= 7)
            _bytes.Add((byte)(length | 128));
        _bytes.Add((byte)length);
    }
}
