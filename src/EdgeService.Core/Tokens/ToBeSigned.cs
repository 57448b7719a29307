namespace EdgeService.Core.Tokens;

/// <summary>The bytes a COSE_Sign1 signature covers: Sig_structure with context "Signature1" (RFC 9052 section 4.4).</summary>
public static class ToBeSigned
{
    private const string Context = "Signature1";
    private const int Heads = 32;

    /// <summary>Room that <see cref="Write"/> never exceeds for parts of these lengths.</summary>
    public static int MaxLength(int protectedLength, int externalLength, int payloadLength) => Heads + protectedLength + externalLength + payloadLength;

    /// <summary>Writes the structure and returns its length.</summary>
    public static int Write(ReadOnlySpan<byte> protectedBytes, ReadOnlySpan<byte> externalData, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        var cbor = new CborBuilder(destination);
        cbor.Array(4);
        cbor.Text(Context);
        cbor.Bytes(protectedBytes);
        cbor.Bytes(externalData);
        cbor.Bytes(payload);
        return cbor.Length;
    }
}
