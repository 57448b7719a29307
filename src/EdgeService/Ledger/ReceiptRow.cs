using System.Buffers.Binary;
using EdgeService.Core.Grants;

namespace EdgeService.Ledger;

/// <summary>Receipts as rows: sequence, time in milliseconds since 1970, digest of 16 bytes.</summary>
internal static class ReceiptRow
{
    /// <summary>Puts a row in its place among the neighbours of a receipt.</summary>
    public static ReceiptNeighbours Add(
        in ReceiptNeighbours known, in ReceiptSighting receipt, long sequence, long at, ReadOnlySpan<byte> digest)
    {
        var row = new ReceiptSighting(
            receipt.Terminal, checked((uint)sequence), DateTimeOffset.FromUnixTimeMilliseconds(at), BinaryPrimitives.ReadUInt128BigEndian(digest));
        return row.Sequence.CompareTo(receipt.Sequence) switch
        {
            < 0 => known with { Before = row },
            > 0 => known with { After = row },
            _ => known with { Same = row },
        };
    }

    public static byte[] Write(UInt128 digest)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, digest);
        return bytes;
    }
}
