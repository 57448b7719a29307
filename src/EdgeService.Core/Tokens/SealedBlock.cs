using System.Buffers.Binary;
using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>Two 64-bit numbers as one AES block. A single block needs no mode: each pair under a key has its own ciphertext.</summary>
internal static class SealedBlock
{
    public const int Size = 16;

    public static void Seal(Aes cipher, ulong first, ulong second, Span<byte> block)
    {
        Span<byte> plain = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(plain, first);
        BinaryPrimitives.WriteUInt64BigEndian(plain[8..], second);
        cipher.EncryptEcb(plain, block, PaddingMode.None);
    }

    public static (ulong First, ulong Second) Open(Aes cipher, ReadOnlySpan<byte> block)
    {
        Span<byte> plain = stackalloc byte[Size];
        cipher.DecryptEcb(block, plain, PaddingMode.None);
        return (BinaryPrimitives.ReadUInt64BigEndian(plain), BinaryPrimitives.ReadUInt64BigEndian(plain[8..]));
    }
}
