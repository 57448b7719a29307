using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Grants;
using EdgeService.Core.Members;

namespace EdgeService.Ledger;

/// <summary>The 16-byte hashes that requests and items are found by. Parts are set apart by their lengths, so that none runs into the next.</summary>
internal static class LedgerKeys
{
    public const int Size = 16;

    public static byte[] Of(LedgerRequest request) => Hash([request.Caller, request.Method, request.RequestId.ToString("N")]);

    public static byte[] Of(ItemRef item) => Hash([item.PartnerId, item.Value]);

    public static byte[] OfTerminal(string terminal) => Hash([terminal]);

    /// <summary>A member key as databases hold it: the same 64 bits, signed.</summary>
    public static long Number(MemberKey member) => unchecked((long)member.Value);

    /// <summary>The member key of such a number.</summary>
    public static MemberKey Member(long number) => new(unchecked((ulong)number));

    private static byte[] Hash(ReadOnlySpan<string> parts)
    {
        var length = 0;
        foreach (var part in parts)
        {
            length += sizeof(int) + Encoding.UTF8.GetByteCount(part);
        }

        Span<byte> text = length <= 512 ? stackalloc byte[length] : new byte[length];
        var place = text;
        foreach (var part in parts)
        {
            var count = Encoding.UTF8.GetBytes(part, place[sizeof(int)..]);
            BinaryPrimitives.WriteInt32BigEndian(place, count);
            place = place[(sizeof(int) + count)..];
        }

        return SHA256.HashData(text)[..Size];
    }
}
