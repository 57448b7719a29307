using System.Buffers.Binary;

namespace EdgeService.Fuzzing;

/// <summary>Changes bytes that it knows nothing about: bits, bytes, whole numbers of either order, pieces moved, doubled, dropped and spliced.</summary>
internal sealed class ByteMutation(params byte[][] words) : IMutation
{
    private const int MostChanges = 4;

    public byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random)
    {
        var bytes = new List<byte>(random.Of(seeds));
        for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--) Change(bytes, seeds, random);
        return [.. bytes];
    }

    private void Change(List<byte> bytes, IReadOnlyList<byte[]> seeds, FuzzRandom random)
    {
        var at = random.Next(bytes.Count);
        var some = random.Next(Math.Min(17, bytes.Count - at + 1));
        switch (random.Next(bytes.Count == 0 ? 2 : 13))
        {
            case 0: bytes.Insert(at, (byte)random.Bits()); break;
            case 1: bytes.InsertRange(at, words.Length == 0 || random.OneIn(2) ? random.Bytes(random.Next(9)) : random.Of(words)); break;
            case 2: bytes.RemoveAt(at); break;
            case 3: bytes[at] = (byte)random.Bits(); break;
            case 4: bytes[at] += (byte)(random.OneIn(2) ? 1 : 255); break;
            case 5: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 6: bytes.RemoveRange(at, some); break;
            case 7: bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, some)); break;
            case 8: bytes.RemoveRange(at, bytes.Count - at); break;
            case 9: bytes[at] = random.Of<byte>([0, 0x7F, 0x80, 0xFF, 0x1F, 0xBF, 0x9F, 0x5F]); break;
            case 10: Splice(bytes, random.Of(seeds), random); break;
            case 11: bytes.AddRange(random.OneIn(2) ? random.Bytes(1 + random.Next(4)) : new byte[1 + random.Next(4)]); break;
            default: Number(bytes, at, random); break;
        }
    }

    private static void Splice(List<byte> bytes, byte[] other, FuzzRandom random)
    {
        var from = random.Next(other.Length);
        bytes.RemoveRange(Math.Min(from, bytes.Count), bytes.Count - Math.Min(from, bytes.Count));
        bytes.AddRange(other.AsSpan(from));
    }

    /// <summary>Overwrites 2, 4 or 8 bytes with a number at which readers go wrong: what is there may be a length.</summary>
    private static void Number(List<byte> bytes, int at, FuzzRandom random)
    {
        Span<byte> number = stackalloc byte[8];
        var width = 2 << random.Next(3);
        if (random.OneIn(2)) BinaryPrimitives.WriteUInt64LittleEndian(number, random.Edge());
        else BinaryPrimitives.WriteUInt64BigEndian(number, random.Edge() << (64 - (8 * width)));
        for (var i = 0; i < width && at + i < bytes.Count; i++) bytes[at + i] = number[i];
    }
}
