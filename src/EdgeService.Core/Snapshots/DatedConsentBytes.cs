using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace EdgeService.Core.Snapshots;

/// <summary>A dated consent as the 24 bytes it takes in the details: contract (4), zeros (4), start (8), end (8).</summary>
public static class DatedConsentBytes
{
    /// <param name="contract">The contract's number: scene in bits 31–24, number of the partner in bits 23–0.</param>
    /// <param name="from">Start, inclusive.</param>
    /// <param name="until">End, exclusive; null without end.</param>
    /// <param name="destination">At least 24 bytes.</param>
    public static void Write(uint contract, DateTimeOffset from, DateTimeOffset? until, Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, contract);
        destination[4..8].Clear();
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], from.ToUnixTimeSeconds());
        UnixTime.WriteEnd(until, destination[16..]);
    }

    internal static bool TryRead(ReadOnlySpan<byte> bytes, ConsentTable contracts, [NotNullWhen(true)] out DatedConsent? consent)
    {
        consent = null;
        if (bytes.Length != SnapshotFormat.DatedConsentBytes
            || !contracts.TryReadContract(BinaryPrimitives.ReadUInt32LittleEndian(bytes), out var contract)
            || !UnixTime.TryRead(bytes[8..], out var from)
            || !UnixTime.TryReadEnd(bytes[16..], out var until))
        {
            return false;
        }

        consent = new DatedConsent(contract, from, until);
        return true;
    }
}
