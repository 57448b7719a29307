using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>
/// From claims to token text in three steps around the signature: <see cref="Draft"/>, <see cref="HashOf(ReadOnlySpan{byte}, Span{byte})"/>, sign into
/// <see cref="SignatureOf"/>, <see cref="TextOf"/>.
/// </summary>
public static class TokenWriting
{
    /// <summary>Writes the token with 64 zero bytes for a signature and returns its length, at most <see cref="TokenFormat.MaxBytes"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A claim lies outside its range.</exception>
    public static int Draft(in TokenClaims claims, KeyId key, Span<byte> token)
    {
        Span<byte> payload = stackalloc byte[TokenFormat.MaxBytes];
        return Wrap(payload[..TokenPayload.Write(claims, payload)], key, token);
    }

    /// <summary>Puts the payload into the one form that tokens and receipts have.</summary>
    internal static int Wrap(ReadOnlySpan<byte> payload, KeyId key, Span<byte> token)
    {
        var cbor = new CborBuilder(token);
        cbor.Tag(CoseSign1.Tag);
        cbor.Array(4);
        WriteProtected(key, cbor.Bytes(TokenFormat.ProtectedSize));
        cbor.Map(0);
        cbor.Bytes(payload);
        cbor.Bytes(TokenFormat.SignatureSize).Clear();
        return cbor.Length;
    }

    /// <summary>The SHA-256 that ES256 signs for a draft; <paramref name="hash"/> holds 32 bytes.</summary>
    /// <exception cref="ArgumentException">The bytes are no COSE_Sign1.</exception>
    public static void HashOf(ReadOnlySpan<byte> draft, Span<byte> hash)
    {
        if (!CoseSign1.TryRead(draft, out var message)) throw new ArgumentException("Not a COSE_Sign1.", nameof(draft));
        HashOf(message, hash);
    }

    /// <summary>Where the signature of a draft goes: r ‖ s, 64 bytes.</summary>
    public static Span<byte> SignatureOf(Span<byte> draft) => draft[^TokenFormat.SignatureSize..];

    /// <summary>The text of a signed token.</summary>
    public static string TextOf(ReadOnlySpan<byte> token) => Base32.Encode(TokenFormat.Prefix, token);

    internal static void HashOf(in CoseSign1 message, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[ToBeSigned.MaxLength(ReceiptFormat.MaxBytes, 0, 0)];
        var length = ToBeSigned.Write(message.ProtectedBytes, [], message.Payload, bytes);
        SHA256.HashData(bytes[..length], hash);
    }

    private static void WriteProtected(KeyId key, Span<byte> destination)
    {
        var cbor = new CborBuilder(destination);
        cbor.Map(2);
        cbor.Unsigned(TokenFormat.AlgorithmLabel);
        cbor.Negative(TokenFormat.AlgorithmMagnitude);
        cbor.Unsigned(TokenFormat.KeyIdLabel);
        key.Write(cbor.Bytes(KeyId.Size));
    }
}
