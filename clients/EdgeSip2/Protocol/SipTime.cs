using System.Globalization;

namespace EdgeSip2.Protocol;

/// <summary>
/// Times of SIP2: <c>YYYYMMDD</c>, four characters of zone, <c>HHMMSS</c>. Four blanks mean local time, <c>   Z</c> means UTC; other zones are
/// rare and read as local.
/// </summary>
internal static class SipTime
{
    public const int Length = 18;
    private const string Day = "yyyyMMdd";
    private const string Clock = "HHmmss";
    private const string Local = "    ";
    private const string Utc = "   Z";

    /// <summary>As the library's clocks show it.</summary>
    public static string Write(DateTimeOffset time, TimeSpan libraryOffset)
    {
        var local = time.ToOffset(libraryOffset);
        return local.ToString(Day, CultureInfo.InvariantCulture) + Local + local.ToString(Clock, CultureInfo.InvariantCulture);
    }

    /// <summary>Null for blanks and for anything that is no time.</summary>
    public static DateTimeOffset? Read(ReadOnlySpan<char> text, TimeSpan libraryOffset)
    {
        if (text.Length != Length)
            return null;
        var readable = DateTime.TryParseExact(
            string.Concat(text[..8], text[12..]), Day + Clock, CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock);
        return readable ? new DateTimeOffset(clock, text[8..12] is Utc ? TimeSpan.Zero : libraryOffset) : null;
    }
}
