using System.Globalization;

namespace EdgeSip2.Protocol;

/// <summary>
/// Error detection of SIP2: <c>AY</c>, a digit, <c>AZ</c>, and four hexadecimal digits which, added as a number to the sum of all characters before
/// them, give zero in 16 bits.
/// </summary>
internal static class SipChecksum
{
    /// <summary>Length of <c>AY0AZ1234</c>.</summary>
    public const int TailLength = 9;

    /// <summary>The digits for everything up to and including <c>AZ</c>.</summary>
    public static string Of(ReadOnlySpan<char> upToTag)
    {
        var sum = 0;
        foreach (var character in upToTag)
        {
            sum += (byte)character;
        }

        return (-sum & 0xFFFF).ToString("X4", CultureInfo.InvariantCulture);
    }

    /// <summary>Whether the last four characters fit those before them.</summary>
    public static bool Fits(string line) => Of(line.AsSpan(..^4)).Equals(line[^4..], StringComparison.OrdinalIgnoreCase);
}
