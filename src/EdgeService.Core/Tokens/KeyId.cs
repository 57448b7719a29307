using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace EdgeService.Core.Tokens;

/// <summary>Names a verification key: the first 8 bytes of the SHA-256 of its SubjectPublicKeyInfo in DER, as one big-endian number.</summary>
public readonly record struct KeyId(ulong Value)
{
    public const int Size = 8;

    /// <summary>The id of a public key given as SubjectPublicKeyInfo (RFC 5280 section 4.1).</summary>
    public static KeyId OfPublicKey(ReadOnlySpan<byte> subjectPublicKeyInfo)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(subjectPublicKeyInfo, hash);
        return Read(hash[..Size]);
    }

    /// <summary>Reads exactly <see cref="Size"/> bytes.</summary>
    public static KeyId Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt64BigEndian(bytes));

    /// <summary>Reads 16 lower-case hexadecimal digits.</summary>
    public static bool TryParse(ReadOnlySpan<char> hex, out KeyId id)
    {
        var parsed = ulong.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value);
        id = new(value);
        return parsed && hex.Length == 2 * Size && !hex.ContainsAnyInRange('A', 'F');
    }

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt64BigEndian(bytes, Value);

    /// <summary>16 lower-case hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("x16", CultureInfo.InvariantCulture);
}
