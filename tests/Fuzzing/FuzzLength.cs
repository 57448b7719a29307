using System.Globalization;

namespace EdgeService.Fuzzing;

/// <summary>
/// How many inputs a target gets: a few seconds' worth by default, in full with <c>EDGE_FUZZ=long</c>, so many with <c>EDGE_FUZZ_INPUTS</c>.
/// <c>EDGE_FUZZ_SEED</c> chooses another stream of inputs, and <c>EDGE_FUZZ_AT</c> gives one input of it alone.
/// </summary>
internal static class FuzzLength
{
    private const int UsualSeed = 20_261_127;

    public static long Seed => Number("EDGE_FUZZ_SEED") ?? UsualSeed;

    public static bool IsLong => Environment.GetEnvironmentVariable("EDGE_FUZZ") == "long";

    /// <summary>Whether one input alone is run again.</summary>
    public static bool IsSingle => Number("EDGE_FUZZ_AT") is not null;

    /// <summary>Numbers of the inputs to run, from the first to the end, exclusive.</summary>
    public static (long First, long End) Of(long brief, long full)
    {
        if (Number("EDGE_FUZZ_AT") is { } one) return (one, one + 1);
        return (0, Number("EDGE_FUZZ_INPUTS") ?? (IsLong ? full : brief));
    }

    private static long? Number(string variable) =>
        long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : null;
}
