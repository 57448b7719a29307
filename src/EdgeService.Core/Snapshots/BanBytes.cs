using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace EdgeService.Core.Snapshots;

/// <summary>A dated ban as the 24 bytes it takes in the details.</summary>
public static class BanBytes
{
    public static void Write(SectorBan ban, Span<byte> destination)
    {
        destination[0] = (byte)ban.Sector;
        destination[1] = (byte)ban.Scope;
        destination[2] = (byte)ban.Lift;
        destination[3] = (byte)ban.Dispute;
        destination[4..8].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], ban.From.ToUnixTimeSeconds());
        UnixTime.WriteEnd(ban.Until, destination[16..]);
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SectorBan? ban)
    {
        ban = null;
        if (bytes.Length != SnapshotFormat.BanBytes || !UnixTime.TryRead(bytes[8..], out var from) || !UnixTime.TryReadEnd(bytes[16..], out var until))
        {
            return false;
        }

        var read = new SectorBan(
            (Sector)bytes[0], (BanScope)bytes[1], from, until, (LiftCondition)bytes[2], (DisputeState)bytes[3]);
        var known = Enum.IsDefined(read.Sector) && Enum.IsDefined(read.Scope) && Enum.IsDefined(read.Lift) && Enum.IsDefined(read.Dispute);
        ban = known ? read : null;
        return known;
    }
}
