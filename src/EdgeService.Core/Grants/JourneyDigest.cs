using System.Buffers.Binary;

namespace EdgeService.Core.Grants;

/// <summary>16 bytes of a keyed digest of a journey's ticket: tells two journeys of a member apart and gives neither away.</summary>
public readonly record struct JourneyDigest(UInt128 Value)
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = 16;

    /// <summary>Takes the first <see cref="Size"/> bytes of a longer digest.</summary>
    public static JourneyDigest Read(ReadOnlySpan<byte> bytes) => new(BinaryPrimitives.ReadUInt128BigEndian(bytes));

    /// <summary>Writes <see cref="Size"/> bytes.</summary>
    public void Write(Span<byte> bytes) => BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
}
