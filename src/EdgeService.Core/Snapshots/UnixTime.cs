using System.Buffers.Binary;

namespace EdgeService.Core.Snapshots;

/// <summary>Seconds since 1970 as they stand in the file, refused where <see cref="DateTimeOffset"/> cannot hold them.</summary>
internal static class UnixTime
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeSeconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    public static bool TryRead(ReadOnlySpan<byte> bytes, out DateTimeOffset time)
    {
        var seconds = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var valid = seconds >= Earliest && seconds <= Latest;
        time = valid ? DateTimeOffset.FromUnixTimeSeconds(seconds) : default;
        return valid;
    }
}
