using System.Buffers.Binary;
using EdgeService.Fuzzing;

namespace EdgeService.Core.Tests.Fuzzing;

/// <summary>Changes a snapshot where it counts: in its header, its footer, its metadata and the tables by which everything else is found.</summary>
/// <param name="places">Where they lie: offset and length.</param>
internal sealed class SnapshotMutation((int Offset, int Length)[] places) : IMutation
{
    public byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random)
    {
        var bytes = (byte[])random.Of(seeds).Clone();
        for (var changes = 1 + random.Next(6); changes > 0; changes--)
        {
            var (offset, length) = random.Of(places);
            Change(bytes.AsSpan(offset, length), random);
        }

        return random.Next(12) switch
        {
            0 => bytes[..random.Next(bytes.Length)],
            1 => [.. bytes, .. random.Bytes(1 + random.Next(300))],
            _ => bytes,
        };
    }

    private static void Change(Span<byte> place, FuzzRandom random)
    {
        var at = random.Next(place.Length);
        switch (random.Next(5))
        {
            case 0: place[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: place[at] = random.OneIn(2) ? (byte)0xFF : (byte)random.Bits(); break;
            case 2 when place.Length >= 8: BinaryPrimitives.WriteUInt64LittleEndian(place[Math.Min(at & ~7, place.Length - 8)..], random.Edge()); break;
            case 3 when place.Length >= 4: BinaryPrimitives.WriteUInt32LittleEndian(place[Math.Min(at & ~3, place.Length - 4)..], (uint)random.Edge()); break;
            default: place.Slice(at, Math.Min(random.Next(64), place.Length - at)).Fill((byte)random.Bits()); break;
        }
    }
}
