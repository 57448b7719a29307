using System.Buffers.Binary;

namespace EdgeService.Core.Tokens;

/// <summary>
/// The signed 16-byte id of a token (claim 7): what redemptions are told apart by. All repeats of one issuing request carry the
/// same id, so at most one copy opens a gate.
/// </summary>
public readonly record struct TokenId(UInt128 Value)
{
    /// <summary>Bytes of an id.</summary>
    public const int Size = 16;

    /// <summary>The half that is sealed together with the member key.</summary>
    internal ulong FirstHalf => (ulong)(Value >> 64);

    /// <summary>Reads exactly <see cref="Size"/> bytes, big-endian.</summary>
    public static TokenId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Writes <see cref="Size"/> bytes, big-endian.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);

    /// <summary>The <see cref="Size"/> bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Size];
        Write(bytes);
        return bytes;
    }
}
