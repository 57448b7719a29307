namespace EdgeService.Fuzzing;

/// <summary>Something that reads what strangers send.</summary>
/// <param name="Name">Names its corpus too.</param>
/// <param name="Seeds">Good inputs.</param>
/// <param name="Mutation">How inputs are made out of them.</param>
/// <param name="Read">Reads one input and says in a word what became of it; throws where something is not as it must be.</param>
internal sealed record FuzzTarget(string Name, IReadOnlyList<byte[]> Seeds, IMutation Mutation, Func<byte[], string> Read)
{
    /// <summary>Bytes that reading one input may allocate.</summary>
    public long MostBytes { get; init; } = 1 << 20;
}
