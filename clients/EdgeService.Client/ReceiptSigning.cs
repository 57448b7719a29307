using System.Security.Cryptography;
using EdgeService.Core.Tokens;

namespace EdgeService.Client;

/// <summary>
/// What a dock signs with its own key when a thing comes back, online or not. Nothing in it names the member. Shown as a QR code, the member may
/// hand it in too. The dock numbers its receipts upwards, and its times rise with the numbers.
/// </summary>
public static class ReceiptSigning
{
    /// <summary>The receipt's text, <c>PR1</c> and Base32.</summary>
    /// <param name="receipt">What it says; its time in whole seconds.</param>
    /// <param name="key">The dock's private key, on P-256.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time or the item reference lies outside its range.</exception>
    public static string Sign(in DockReceipt receipt, ECDsa key)
    {
        Span<byte> draft = stackalloc byte[ReceiptFormat.MaxBytes];
        draft = draft[..ReceiptWriting.Draft(receipt, KeyId.OfPublicKey(key.ExportSubjectPublicKeyInfo()), draft)];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        TokenWriting.HashOf(draft, hash);
        key.SignHash(hash).CopyTo(TokenWriting.SignatureOf(draft));
        return ReceiptWriting.TextOf(draft);
    }
}
