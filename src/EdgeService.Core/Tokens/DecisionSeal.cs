using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>
/// Seals a decision into its id and opens it again: version (1 byte, 1) ‖ nonce (12) ‖ AES-256-GCM of the content ‖ tag (16), the version
/// authenticated as associated data. The size follows from the terminal's name alone, so it betrays neither reasons nor member.
/// </summary>
public static class DecisionSeal
{
    /// <summary>What the text form, the claim code, begins with.</summary>
    public const string ClaimCodePrefix = "PD1";

    /// <summary>No decision id has more bytes than this.</summary>
    public const int MaxSize = Overhead + DecisionContent.MaxSize;

    private const byte Version = 1;
    private const int Head = 1 + DecisionNonce.Size;
    private const int Overhead = Head + ServiceCiphers.TagSize;

    /// <summary>Seals into a new array. A nonce must never be used twice.</summary>
    public static byte[] Seal(in SealedDecision decision, DecisionNonce nonce, ServiceCiphers ciphers)
    {
        var id = new byte[Overhead + DecisionContent.SizeOf(decision)];
        Seal(decision, nonce, ciphers, id);
        return id;
    }

    /// <summary>Seals into <paramref name="id"/>, which holds up to <see cref="MaxSize"/> bytes, and returns the length. Allocates nothing.</summary>
    public static int Seal(in SealedDecision decision, DecisionNonce nonce, ServiceCiphers ciphers, Span<byte> id)
    {
        ArgumentNullException.ThrowIfNull(ciphers);
        Span<byte> content = stackalloc byte[DecisionContent.MaxSize];
        content = content[..DecisionContent.Write(decision, content)];
        id = id[..(Overhead + content.Length)];
        id[0] = Version;
        nonce.Write(id[1..Head]);
        ciphers.Decisions.Encrypt(id[1..Head], content, id[Head..^ServiceCiphers.TagSize], id[^ServiceCiphers.TagSize..], id[..1]);
        return id.Length;
    }

    /// <summary>False if the bytes are no decision id of this deployment.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> id, ServiceCiphers ciphers, out SealedDecision decision)
    {
        ArgumentNullException.ThrowIfNull(ciphers);
        decision = default;
        if (id.Length is <= Overhead or > MaxSize || id[0] != Version) return false;
        Span<byte> content = stackalloc byte[id.Length - Overhead];
        try
        {
            ciphers.Decisions.Decrypt(id[1..Head], id[Head..^ServiceCiphers.TagSize], id[^ServiceCiphers.TagSize..], content, id[..1]);
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        return DecisionContent.TryRead(content, out decision);
    }

    /// <summary>The text form of a decision id.</summary>
    public static string ClaimCodeOf(ReadOnlySpan<byte> id) => Base32.Encode(ClaimCodePrefix, id);

    /// <summary>The decision id of a claim code; null if the text is none.</summary>
    public static byte[]? TryReadClaimCode(ReadOnlySpan<char> text)
    {
        Span<byte> id = stackalloc byte[MaxSize];
        return text.StartsWith(ClaimCodePrefix, StringComparison.Ordinal)
            && Base32.DecodedLength(text.Length - ClaimCodePrefix.Length) <= MaxSize
            && Base32.TryDecode(text[ClaimCodePrefix.Length..], id, out var size)
            ? id[..size].ToArray()
            : null;
    }
}
