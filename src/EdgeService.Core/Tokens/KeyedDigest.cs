using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EdgeService.Core.Tokens;

/// <summary>HMAC-SHA256 over fields that each carry their length, so that no two lists of fields look alike.</summary>
internal static class KeyedDigest
{
    public const int Size = HMACSHA256.HashSizeInBytes;

    private const int LengthSize = 4;
    private const int StackLimit = 1024;

    public static void Write(ReadOnlySpan<byte> key, ReadOnlySpan<char> name, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, Span<byte> digest)
    {
        var size = (3 * LengthSize) + Encoding.UTF8.GetMaxByteCount(name.Length) + second.Length + third.Length;
        var buffer = size <= StackLimit ? stackalloc byte[size] : new byte[size];
        var nameSize = Encoding.UTF8.GetBytes(name, buffer[LengthSize..]);
        BinaryPrimitives.WriteInt32BigEndian(buffer, nameSize);
        var used = LengthSize + nameSize;
        used += Append(second, buffer[used..]);
        used += Append(third, buffer[used..]);
        HMACSHA256.HashData(key, buffer[..used], digest);
    }

    private static int Append(ReadOnlySpan<byte> field, Span<byte> destination)
    {
        BinaryPrimitives.WriteInt32BigEndian(destination, field.Length);
        field.CopyTo(destination[LengthSize..]);
        return LengthSize + field.Length;
    }
}
