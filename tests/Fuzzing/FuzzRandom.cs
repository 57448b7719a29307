namespace EdgeService.Fuzzing;

/// <summary>SplitMix64: a stream of choices that follows from its seed alone, on every machine and runtime, and costs nothing to begin.</summary>
internal sealed class FuzzRandom(ulong seed)
{
    private static readonly ulong[] Edges =
    [
        0, 1, 2, 23, 24, 127, 128, 255, 256, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000,
        (1UL << 53) - 1, 253_402_300_799, 253_402_300_800, long.MaxValue - 1, long.MaxValue, 1UL << 63, ulong.MaxValue - 1, ulong.MaxValue,
    ];

    private ulong _state = seed;

    public ulong Bits()
    {
        var mixed = _state += 0x9E37_79B9_7F4A_7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58_476D_1CE4_E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D0_49BB_1331_11EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>From 0 to <paramref name="count"/>, exclusive; 0 for an empty range.</summary>
    public int Next(int count) => count <= 1 ? 0 : (int)(((UInt128)Bits() * (ulong)count) >> 64);

    public bool OneIn(int count) => Next(count) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>A number at which readers go wrong, or one beside it, or any.</summary>
    public ulong Edge() => Next(4) switch
    {
        0 => Bits() >> Next(64),
        1 => unchecked(Of(Edges) + (ulong)Next(3) - 1),
        _ => Of(Edges),
    };

    public byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = (byte)Bits();
        return bytes;
    }
}
