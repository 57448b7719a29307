using System.Text;

namespace EdgeSip2.Protocol;

/// <summary>Text inside messages, whose characters are bytes. SIP2 itself says ASCII; kiosks of today are set to UTF-8 or Latin-1.</summary>
internal static class SipText
{
    private const int LongestScreenLine = 255;

    /// <summary>Text as the bytes of a message. What would end a field or a message becomes a space, and it is cut to a screen's length.</summary>
    public static string Encode(string text, Encoding encoding)
    {
        var safe = string.Concat(text.Select(character => character == '|' || char.IsControl(character) ? ' ' : character));
        while (encoding.GetByteCount(safe) > LongestScreenLine)
        {
            safe = safe[..^(char.IsLowSurrogate(safe[^1]) ? 2 : 1)];
        }

        return Encoding.Latin1.GetString(encoding.GetBytes(safe));
    }

    public static string Decode(string bytes, Encoding encoding) => encoding.GetString(Encoding.Latin1.GetBytes(bytes));
}
