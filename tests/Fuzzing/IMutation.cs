namespace EdgeService.Fuzzing;

/// <summary>Makes one input out of good ones.</summary>
internal interface IMutation
{
    byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random);
}

/// <summary>One of several mutations, each as often as it is listed.</summary>
internal sealed class AnyMutation(params IMutation[] mutations) : IMutation
{
    public byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random) => random.Of(mutations).Mutate(seeds, random);
}

/// <summary>A mutation inside a wrapping, such as a text form: unwrapped, mutated, wrapped again.</summary>
/// <param name="unwrap">What is mutated.</param>
/// <param name="inner">How.</param>
/// <param name="wrap">Puts the wrapping back.</param>
internal sealed class WrappedMutation(Func<byte[], byte[]> unwrap, IMutation inner, Func<byte[], byte[]> wrap) : IMutation
{
    private IReadOnlyList<byte[]>? _seeds;
    private IReadOnlyList<byte[]> _unwrapped = [];

    public byte[] Mutate(IReadOnlyList<byte[]> seeds, FuzzRandom random)
    {
        if (!ReferenceEquals(_seeds, seeds)) (_seeds, _unwrapped) = (seeds, [.. seeds.Select(unwrap)]);
        return wrap(inner.Mutate(_unwrapped, random));
    }
}
