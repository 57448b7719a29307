using System.Buffers.Binary;

namespace EdgeService.Core.Snapshots;

/// <summary>Seconds since 1970 as they stand in the file, refused where <see cref="DateTimeOffset"/> cannot hold them.</summary>
internal static class UnixTime
{
    private const long WithoutEnd = long.MaxValue;

    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static bool TryRead(ReadOnlySpan<byte> bytes, out DateTimeOffset time)
    {
        var seconds = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var valid = seconds >= Earliest && seconds <= Latest;
        time = valid ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return valid;
    }

    /// <summary>An end of time, where the greatest number is "without end" and read as null.</summary>
    public static bool TryReadEnd(ReadOnlySpan<byte> bytes, out DateTimeOffset? end)
    {
        end = null;
        if (BinaryPrimitives.ReadInt64LittleEndian(bytes) == WithoutEnd)
        {
            return true;
        }

        var read = TryRead(bytes, out var time);
        end = time;
        return read;
    }

    public static void WriteEnd(DateTimeOffset? end, Span<byte> destination) =>
        BinaryPrimitives.WriteInt64LittleEndian(destination, end?.ToUnixTimeSeconds() ?? WithoutEnd);
}
