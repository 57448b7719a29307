namespace EdgeService.Building.Population;

/// <summary>Random numbers that are the same everywhere and for ever: SplitMix64, started anew for every member.</summary>
internal struct Draws(ulong seed, ulong stream)
{
    private const ulong Step = 0x9E37_79B9_7F4A_7C15;

    private ulong _state = Mix(seed + Step) ^ Mix(stream * Step);

    public ulong Next()
    {
        _state += Step;
        return Mix(_state);
    }

    /// <summary>0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    public bool InThousand(int thousandths) => Below(1000) < thousandths;

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58_476D_1CE4_E5B9;
        value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
        return value ^ (value >> 31);
    }
}
