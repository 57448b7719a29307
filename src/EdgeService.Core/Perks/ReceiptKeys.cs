using EdgeService.Core.Tokens;

namespace EdgeService.Core.Perks;

/// <summary>The public keys of docks as they stand in the catalog: SubjectPublicKeyInfo of a P-256 key, DER in Base64.</summary>
internal static class ReceiptKeys
{
    /// <summary>Longest text that is looked at, characters. A P-256 key takes 124.</summary>
    private const int MostCharacters = 512;

    /// <summary>The key; null when the text is none.</summary>
    internal static VerificationKey? TryRead(string text)
    {
        Span<byte> bytes = stackalloc byte[MostCharacters];
        return text.Length <= MostCharacters && Convert.TryFromBase64String(text, bytes, out var length)
            ? VerificationKey.TryOf(bytes[..length], KeyScope.Everything, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)
            : null;
    }
}
