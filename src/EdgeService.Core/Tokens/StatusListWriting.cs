using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>
/// From statuses to a signed list, a CWT in a COSE_Sign1 with the type <c>application/statuslist+cwt</c>, around the signature: <see cref="Draft"/>,
/// <see cref="HashOf(ReadOnlySpan{byte}, Span{byte})"/>, sign into <see cref="TokenWriting.SignatureOf"/>.
/// </summary>
public static class StatusListWriting
{
    private const uint TypeLabel = 16;
    private const int ProtectedSize = 42;
    private const int Heads = 128;

    /// <summary>Writes the list with 64 zero bytes for a signature.</summary>
    public static byte[] Draft(StatusListToken token, KeyId signer)
    {
        ArgumentNullException.ThrowIfNull(token);
        var payload = StatusListPayload.Write(token);
        var cbor = new CborBuilder(new byte[Heads + ProtectedSize + payload.Length]);
        cbor.Tag(CoseSign1.Tag);
        cbor.Array(4);
        WriteProtected(signer, cbor.Bytes(ProtectedSize));
        cbor.Map(0);
        cbor.Bytes(payload);
        cbor.Bytes(TokenFormat.SignatureSize).Clear();
        return cbor.Written.ToArray();
    }

    /// <summary>The SHA-256 that ES256 signs for a draft; <paramref name="hash"/> holds 32 bytes.</summary>
    /// <exception cref="ArgumentException">The bytes are no COSE_Sign1.</exception>
    public static void HashOf(ReadOnlySpan<byte> draft, Span<byte> hash)
    {
        if (!CoseSign1.TryRead(draft, out var message)) throw new ArgumentException("Not a COSE_Sign1.", nameof(draft));
        HashOf(message, hash);
    }

    internal static void HashOf(in CoseSign1 message, Span<byte> hash)
    {
        var bytes = new byte[ToBeSigned.MaxLength(message.ProtectedBytes.Length, 0, message.Payload.Length)];
        var length = ToBeSigned.Write(message.ProtectedBytes, [], message.Payload, bytes);
        SHA256.HashData(bytes.AsSpan(0, length), hash);
    }

    private static void WriteProtected(KeyId signer, Span<byte> destination)
    {
        var cbor = new CborBuilder(destination);
        cbor.Map(3);
        cbor.Unsigned(TokenFormat.AlgorithmLabel);
        cbor.Negative(TokenFormat.AlgorithmMagnitude);
        cbor.Unsigned(TokenFormat.KeyIdLabel);
        signer.Write(cbor.Bytes(KeyId.Size));
        cbor.Unsigned(TypeLabel);
        cbor.Text(StatusListToken.MediaType);
    }
}
