namespace EdgeService.Core.Tokens;

/// <summary>
/// From what a dock has to say to receipt text, around the signature as for tokens: <see cref="Draft"/>, <see cref="TokenWriting.HashOf(ReadOnlySpan{byte}, Span{byte})"/>,
/// sign into <see cref="TokenWriting.SignatureOf"/>, <see cref="TextOf"/>.
/// </summary>
public static class ReceiptWriting
{
    /// <summary>Writes the receipt with 64 zero bytes for a signature and returns its length, at most <see cref="ReceiptFormat.MaxBytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The time or the item reference lies outside its range.</exception>
    public static int Draft(in DockReceipt receipt, KeyId key, Span<byte> destination)
    {
        Span<byte> payload = stackalloc byte[ReceiptFormat.MaxBytes];
        return TokenWriting.Wrap(payload[..ReceiptPayload.Write(receipt, payload)], key, destination);
    }

    /// <summary>The text of a signed receipt.</summary>
    public static string TextOf(ReadOnlySpan<byte> receipt) => Base32.Encode(ReceiptFormat.Prefix, receipt);
}
