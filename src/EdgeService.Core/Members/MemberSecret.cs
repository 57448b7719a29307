using System.Buffers.Binary;

namespace EdgeService.Core.Members;

/// <summary>The deployment's secret of 32 bytes that turns member ids into member keys; given at start, never kept beside a snapshot.</summary>
public readonly struct MemberSecret
{
    public const int Size = 32;

    private MemberSecret(ReadOnlySpan<byte> bytes)
    {
        Key0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Key1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]);
        Check0 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]);
        Check1 = BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]);
    }

    internal ulong Key0 { get; }

    internal ulong Key1 { get; }

    internal ulong Check0 { get; }

    internal ulong Check1 { get; }

    /// <summary>The secret in exactly 32 bytes: the first half makes member keys, the second the check that tells colliding keys apart.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not 32 bytes.</exception>
    public static MemberSecret Of(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Size, nameof(bytes));
        return new(bytes);
    }

    /// <summary>Redacted on purpose.</summary>
    public override string ToString() => "member-secret";
}
