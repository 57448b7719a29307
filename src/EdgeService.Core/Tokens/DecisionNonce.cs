using System.Buffers.Binary;

namespace EdgeService.Core.Tokens;

/// <summary>The nonce of one decision id. None repeats under a key: an edge counts, and draws a new start number each time it starts.</summary>
/// <param name="Edge">Number of the edge, unique in the deployment.</param>
/// <param name="Start">32 random bits drawn when the edge started.</param>
/// <param name="Counter">Counts from that start; the low 48 bits are used.</param>
public readonly record struct DecisionNonce(ushort Edge, uint Start, ulong Counter)
{
    public const int Size = 12;

    /// <summary>The highest counter that fits.</summary>
    public const ulong MaxCounter = (1UL << 48) - 1;

    internal void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes[4..], Counter);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[2..], Start);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, Edge);
    }
}
