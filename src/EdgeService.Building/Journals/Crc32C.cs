using System.Buffers.Binary;
using System.Numerics;

namespace EdgeService.Building.Journals;

/// <summary>CRC-32C (Castagnoli): reflected, started with all ones and inverted at the end. The processor computes it.</summary>
public static class Crc32C
{
    /// <summary>The checksum of <paramref name="bytes"/>; of the ASCII digits 1 to 9 it is 0xE3069283.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var one in bytes)
            crc = BitOperations.Crc32C(crc, one);
        return ~crc;
    }
}
