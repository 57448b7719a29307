using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>
/// Verifies a receipt as far as the receipt and the dock's key go, cheapest check first: shape, canonical form, key, signature. Whether its time
/// is believable is for the ledger to say.
/// </summary>
public static class ReceiptVerification
{
    /// <param name="text">The text as scanned.</param>
    /// <param name="keyOf">The receipt key of the dock with that audience code; null when there is no such dock or it has none.</param>
    public static ReceiptVerdict Verify(ReadOnlySpan<char> text, Func<AudienceCode, VerificationKey?> keyOf)
    {
        ArgumentNullException.ThrowIfNull(keyOf);
        Span<byte> bytes = stackalloc byte[ReceiptFormat.MaxBytes];
        if (!TryDecode(text, bytes, out var length)) return Refused(ReceiptFault.Shape);
        if (!CoseSign1.TryRead(bytes[..length], out var message) || !TokenVerification.IsProfile(message) || !ReceiptPayload.TryRead(message.Payload, out var receipt))
            return Refused(ReceiptFault.NotCanonical);
        var key = keyOf(receipt.Terminal);
        if (key is null || key.Id != KeyId.Read(message.KeyId) || key.Algorithm != message.Algorithm) return Refused(ReceiptFault.UnknownKey);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        TokenWriting.HashOf(message, hash);
        return key.HasSigned(hash, message.Signature)
            ? new(ReceiptFault.None, receipt, BinaryPrimitives.ReadUInt128BigEndian(hash))
            : Refused(ReceiptFault.BadSignature);
    }

    private static ReceiptVerdict Refused(ReceiptFault fault) => new(fault, default, default);

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes, out int length)
    {
        length = 0;
        return text.Length <= ReceiptFormat.MaxCharacters
            && text.StartsWith(ReceiptFormat.Prefix, StringComparison.Ordinal)
            && Base32.TryDecode(text[ReceiptFormat.Prefix.Length..], bytes, out length);
    }
}
