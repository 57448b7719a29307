using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Tokens;

namespace EdgeService.Core.Members;

/// <summary>
/// The code a member's app shows to prove presence. Text: <c>PA1</c> and Base32 of version (1 byte, 1) ‖ nonce (12) ‖
/// AES-256-GCM of issue time (uint32 seconds since 1970, big-endian) ‖ member id (UTF-8, 1–64 bytes) ‖ tag (16). The version is
/// authenticated as associated data. Valid for 60 s from its issue; a clock may lag by 30 s.
/// </summary>
public static class AppCode
{
    public const string Prefix = "PA1";
    public const int NonceSize = 12;

    /// <summary>How long a code is good for.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    /// <summary>How far the issuing clock may run ahead.</summary>
    public static readonly TimeSpan ClockSlack = TimeSpan.FromSeconds(30);

    private const byte Version = 1;
    private const int TimeSize = 4;
    private const int TagSize = 16;
    private const int Overhead = 1 + NonceSize + TimeSize + TagSize;
    private const int MaxSize = Overhead + MemberKeys.MaxMemberIdBytes;

    /// <summary>Seals a code for a member id of 1–64 bytes of UTF-8. The nonce must never have been used with this key.</summary>
    /// <exception cref="ArgumentException">The id or the nonce has the wrong size.</exception>
    public static string Seal(string memberId, DateTimeOffset issuedAt, ReadOnlySpan<byte> nonce, AesGcm key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var idSize = Encoding.UTF8.GetByteCount(memberId);
        if (idSize is 0 or > MemberKeys.MaxMemberIdBytes) throw new ArgumentException("A member id has 1-64 bytes of UTF-8.", nameof(memberId));
        Span<byte> plain = stackalloc byte[TimeSize + idSize];
        BinaryPrimitives.WriteUInt32BigEndian(plain, (uint)issuedAt.ToUnixTimeSeconds());
        Encoding.UTF8.GetBytes(memberId, plain[TimeSize..]);
        Span<byte> code = stackalloc byte[Overhead + idSize];
        code[0] = Version;
        nonce.CopyTo(code[1..]);
        key.Encrypt(nonce, plain, code[(1 + NonceSize)..^TagSize], code[^TagSize..], code[..1]);
        return Base32.Encode(Prefix, code);
    }

    /// <summary>
    /// Opens a code and writes the member id as UTF-8 to <paramref name="memberId"/>, which holds at least 64 bytes. A genuine code is opened
    /// even when its time is wrong, so that a late repetition of a request can be told from a new one.
    /// </summary>
    public static AppCodeReading Open(ReadOnlySpan<char> text, AesGcm key, DateTimeOffset now, Span<byte> memberId)
    {
        ArgumentNullException.ThrowIfNull(key);
        Span<byte> buffer = stackalloc byte[MaxSize];
        if (!TryDecode(text, buffer, out var size)) return Faulty(AppCodeFault.Malformed);
        var code = buffer[..size];
        Span<byte> plain = stackalloc byte[size - 1 - NonceSize - TagSize];
        if (!TryDecrypt(key, code, plain)) return Faulty(AppCodeFault.NotOurs);
        var issuedAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(plain));
        var fault = now - issuedAt > Lifetime ? AppCodeFault.Expired
            : issuedAt - now > ClockSlack ? AppCodeFault.FromTheFuture
            : AppCodeFault.None;
        plain[TimeSize..].CopyTo(memberId);
        return new(fault, NonceOf(code), issuedAt, plain.Length - TimeSize);
    }

    private static AppCodeReading Faulty(AppCodeFault fault) => new(fault, default, default, 0);

    private static AppCodeNonce NonceOf(ReadOnlySpan<byte> code) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(code[1..]), BinaryPrimitives.ReadUInt32BigEndian(code[9..]));

    private static bool TryDecode(ReadOnlySpan<char> text, Span<byte> buffer, out int size)
    {
        size = 0;
        return text.StartsWith(Prefix, StringComparison.Ordinal)
            && Base32.DecodedLength(text.Length - Prefix.Length) <= MaxSize
            && Base32.TryDecode(text[Prefix.Length..], buffer, out size)
            && size > Overhead
            && buffer[0] == Version;
    }

    private static bool TryDecrypt(AesGcm key, ReadOnlySpan<byte> code, Span<byte> plain)
    {
        try
        {
            key.Decrypt(code[1..(1 + NonceSize)], code[(1 + NonceSize)..^TagSize], code[^TagSize..], plain, code[..1]);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }
}
