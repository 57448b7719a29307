using System.Buffers.Binary;

namespace EdgeService.Core.Tokens;

/// <summary>
/// A member key as a token carries it: one AES-128 block of the key and the first half of the token id, so it differs in every
/// token and cameras cannot link visits. Made and opened by <see cref="MemberSeal"/>.
/// </summary>
public readonly record struct SealedMember(UInt128 Value)
{
    public const int Size = 16;

    /// <summary>Reads exactly <see cref="Size"/> bytes.</summary>
    public static SealedMember Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
}
