using System.Buffers;
using System.Text.Unicode;

namespace EdgeService.Core.Members;

/// <summary>
/// From the number of a card or document to its tag. A number is compared without its separators (space, tab, <c>-</c>, <c>.</c>, <c>/</c>,
/// <c>_</c>) and in capitals, so that it may be typed as it is printed; letters and digits of ASCII are all that is left, 1 to 64 of them. The tag
/// of a card includes the partner that issued it: numbers of two partners never mix.
/// </summary>
public static class AliasTags
{
    /// <summary>Most letters and digits of a number.</summary>
    public const int MaxLength = 64;

    private const int MaxPartnerBytes = 32;
    private const int MaxWrittenBytes = 256;

    /// <summary>The tag of a number as it was scanned; false if it is none.</summary>
    /// <param name="kind">A partner's card or an identity document.</param>
    /// <param name="partnerId">Who issued the card; disregarded for a document.</param>
    /// <param name="number">As printed.</param>
    /// <param name="secret">The deployment's.</param>
    /// <param name="tag">The tag.</param>
    public static bool TryOf(MemberRefKind kind, ReadOnlySpan<char> partnerId, ReadOnlySpan<char> number, in MemberSecret secret, out AliasTag tag)
    {
        Span<byte> utf8 = stackalloc byte[MaxPartnerBytes + MaxWrittenBytes];
        tag = default;
        return Utf8.FromUtf16(partnerId, utf8[..MaxPartnerBytes], out _, out var partnerLength) == OperationStatus.Done
            && Utf8.FromUtf16(number, utf8[MaxPartnerBytes..], out _, out var length) == OperationStatus.Done
            && TryOf(kind, utf8[..partnerLength], utf8.Slice(MaxPartnerBytes, length), secret, out tag);
    }

    /// <summary>The same of UTF-8.</summary>
    public static bool TryOf(MemberRefKind kind, ReadOnlySpan<byte> partnerId, ReadOnlySpan<byte> number, in MemberSecret secret, out AliasTag tag)
    {
        Span<byte> text = stackalloc byte[3 + MaxPartnerBytes + MaxLength];
        tag = default;
        var issuer = kind == MemberRefKind.PartnerCard ? partnerId : default;
        var named = kind == MemberRefKind.IdentityDocument || (kind == MemberRefKind.PartnerCard && issuer.Length is > 0 and <= MaxPartnerBytes);

        // No member id begins with a zero, so that no number is hashed like one.
        (text[0], text[1]) = (0, (byte)kind);
        if (!named || !TryNormalise(number, text[(3 + issuer.Length)..], out var length))
            return false;
        issuer.CopyTo(text[2..]);
        text[2 + issuer.Length] = 0;
        var hashed = text[..(3 + issuer.Length + length)];
        tag = new(SipHash.Of(secret.Key0, secret.Key1, hashed), SipHash.Of(secret.Check0, secret.Check1, hashed));
        return true;
    }

    private static bool TryNormalise(ReadOnlySpan<byte> number, Span<byte> normal, out int length)
    {
        length = 0;
        foreach (var character in number)
        {
            if (IsSeparator(character))
                continue;
            if (!char.IsAsciiLetterOrDigit((char)character) || length == MaxLength)
                return false;
            normal[length++] = (byte)char.ToUpperInvariant((char)character);
        }

        return length > 0;
    }

    private static bool IsSeparator(byte character) => (char)character is ' ' or '\t' or '-' or '.' or '/' or '_';
}
