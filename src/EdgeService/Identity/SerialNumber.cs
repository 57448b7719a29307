namespace EdgeService.Identity;

/// <summary>Serial numbers of certificates in one form, however they were encoded: capital hexadecimal digits without leading zeros.</summary>
public static class SerialNumber
{
    private const int MaxDigits = 40;

    public static string Of(ReadOnlySpan<byte> bigEndian) => Text(Convert.ToHexString(bigEndian));

    /// <summary>A serial number as a person or a tool writes it, perhaps with colons; null if it is none.</summary>
    public static string? Read(string written)
    {
        var digits = written.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
        return digits.Length is > 0 and <= MaxDigits + 2 && digits.All(char.IsAsciiHexDigitUpper) && Text(digits) is { Length: <= MaxDigits } text ? text : null;
    }

    private static string Text(string digits) => digits.TrimStart('0') is { Length: > 0 } text ? text : "0";
}
