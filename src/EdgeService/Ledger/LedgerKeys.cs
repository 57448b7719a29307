using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using EdgeService.Core.Grants;

namespace EdgeService.Ledger;

/// <summary>The 16-byte hashes that requests and items are found by. Parts are set apart by their lengths, so that none runs into the next.</summary>
internal static class LedgerKeys
{
    public const int Size = 16;

    public static byte[] Of(LedgerRequest request) => Hash([request.Caller, request.Method, request.RequestId.ToString("N")]);

    public static byte[] Of(ItemRef item) => Hash([item.PartnerId, item.Value]);

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
