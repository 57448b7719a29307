using System.Text;

namespace EdgeService.Core.Tokens;

/// <summary>Code of the one terminal or gate group a token is for: 1–10 of capitals, digits and hyphen. Made by <see cref="TryParse"/> only.</summary>
public readonly record struct AudienceCode
{
    public const int MaxLength = 10;

    private AudienceCode(string code) => Code = code;

    /// <summary>The code; null only in the default value, which is no audience.</summary>
    public string Code { get; }

    public static bool TryParse(ReadOnlySpan<char> code, out AudienceCode audience)
    {
        var valid = code.Length is > 0 and <= MaxLength && AllAllowed(code);
        audience = valid ? new(code.ToString()) : default;
        return valid;
    }

    /// <exception cref="FormatException">The code is not one of 1–10 capitals, digits and hyphens.</exception>
    public static AudienceCode Parse(ReadOnlySpan<char> code) =>
        TryParse(code, out var audience) ? audience : throw new FormatException("An audience is 1-10 of A-Z, 0-9 and '-'.");

    internal static bool TryRead(ReadOnlySpan<byte> utf8, out AudienceCode audience)
    {
        audience = default;
        if (utf8.Length > MaxLength) return false;
        Span<char> code = stackalloc char[MaxLength];
        return Encoding.ASCII.TryGetChars(utf8, code, out var length) && TryParse(code[..length], out audience);
    }

    public override string ToString() => Code ?? "";

    private static bool AllAllowed(ReadOnlySpan<char> code)
    {
        foreach (var character in code)
        {
            if (!char.IsAsciiLetterUpper(character) && !char.IsAsciiDigit(character) && character != '-') return false;
        }

        return true;
    }
}
